package dev.loam.kernel.lineage;

import dev.loam.base.name.FunctionName;
import dev.loam.ports.database.Rows;
import java.util.Set;

/// Makes functions of the rows of `functions.sql`.
final class FunctionReader {
    private static final Set<String> READABLE = Set.of("sql", "plpgsql");

    private final Vocabulary vocabulary;
    private final boolean standardStrings;

    /// `standardStrings` is false where a backslash in quotes does not stand for itself.
    FunctionReader(Vocabulary vocabulary, boolean standardStrings) {
        this.vocabulary = vocabulary;
        this.standardStrings = standardStrings;
    }

    ReadFunction function(Rows rows, int row) {
        long id = rows.number(row, 0, 0);
        var name = new FunctionName(rows.text(row, 1), rows.text(row, 2));
        Remark remark = Remark.of(rows.text(row, 12));
        boolean isVolatile = rows.text(row, 4).equals("v");
        Uses defaults = rows.text(row, 7) == null ? Uses.NOTHING
                : TreeUses.ofExpression(rows.text(row, 7)).uses();
        String language = rows.text(row, 3);
        Uses uses = Uses.NOTHING;
        String unknown = null;
        if (isVolatile) {
            // Nothing else matters.
            defaults = Uses.NOTHING;
        } else if (rows.text(row, 6) != null) {
            uses = TreeUses.ofBody(rows.text(row, 6));
        } else if (rows.text(row, 8) != null) {
            uses = aggregate(rows.text(row, 8));
        } else if (READABLE.contains(language)) {
            boolean plain = standardStrings && rows.text(row, 11).equals("f");
            unknown = plain ? null
                    : "may read backslashes in its texts in a way that is not known here";
            uses = BodyUses.of(vocabulary, rows.text(row, 5), language.equals("plpgsql"),
                    rows.number(row, 10, 0));
        } else if (rows.text(row, 4).equals("s")) {
            unknown = "is written in " + language + ", so that what it reads cannot be known";
        }
        // One that is declared IMMUTABLE in another language is believed, as PostgreSQL does.
        return new ReadFunction(id, name, defaults.plus(uses), unknown, isVolatile, remark);
    }

    private static Uses aggregate(String array) {
        var notes = new Uses.Notes();
        for (long function : Cells.numbers(array)) {
            if (function != 0) {
                notes.call(function, Uses.Look.WHOLE);
            }
        }
        return notes.uses();
    }
}
