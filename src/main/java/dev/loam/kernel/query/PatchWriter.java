package dev.loam.kernel.query;

import dev.loam.kernel.query.JsonPatch.Pointer;
import dev.loam.kernel.query.Plan.Assigned;
import dev.loam.kernel.query.Plan.Change;
import java.util.ArrayList;
import java.util.List;

/// Writes the values that a patch gives a row's columns, as one subquery of the row.
///
/// The row, as a document of the columns that are named, goes through nested subqueries, one for
/// each operation (two for a move), so that the text grows with the patch and no faster. A level
/// yields no document once an operation fails, and how many operations were tried so far. A row
/// that fails keeps its values and leaves the operation's place in a setting of the transaction,
/// which whoever reads the result rolls back.
///
/// `OFFSET 0` keeps the levels apart: PostgreSQL would else put each into the next, as often as it
/// is looked at. A chain of materialized parts (`WITH`) would read better, and lose updates: a row
/// that was written meanwhile is tried again, and PostgreSQL then has the old one in such a part.
///
/// PostgreSQL follows a path into an array also by a negative number, or by one with zeros or
/// blanks before it. RFC 6901 does not, so that such keys are looked for in objects only.
final class PatchWriter {
    /// A setting of the transaction: the place of an operation that failed.
    private static final String FAILED = "pgrst.patch_failed";
    private static final String STEP = "pgrst_step_";
    private static final String ROW = "pgrst_row";
    private static final String RECORD = "pgrst_record";
    private static final String VALUE = "pgrst_value";
    private static final int INDEX_DIGITS_MAX = 9;

    private final SqlText out;
    private final Change.Patch patch;
    private final String table;
    private final List<Level> levels = new ArrayList<>();
    /// The level that is looked at.
    private int step;

    /// What one level writes: on which condition it goes on, with which document and value, and
    /// whether it counts as an operation.
    private record Level(Runnable holds, Runnable next, Runnable value, boolean counts) {
    }

    private PatchWriter(SqlText out, String table, Change.Patch patch) {
        this.out = out;
        this.table = table;
        this.patch = patch;
        patch.operations().forEach(this::level);
        step = levels.size();
    }

    /// The columns' new values, in their order.
    static void values(SqlText out, String table, Change.Patch patch) {
        new PatchWriter(out, table, patch).values();
    }

    /// A condition that always holds, for patches that only test.
    static void tested(SqlText out, String table, Change.Patch patch) {
        var writer = new PatchWriter(out, table, patch);
        out.sql("(SELECT ");
        writer.doc();
        out.sql(" IS NOT NULL OR ");
        writer.fails();
        out.sql(" FROM ");
        writer.write(writer.levels.size());
        out.sql(")");
    }

    /// [Result#FAILED] of the statement.
    static void failed(SqlText out) {
        out.sql("nullif(current_setting(").constant(FAILED).sql(", true), '')");
    }

    private void values() {
        String separator = "(SELECT ";
        boolean first = true;
        for (Assigned assigned : patch.columns()) {
            String name = assigned.column().name();
            out.sql(separator).sql("CASE WHEN ");
            doc();
            out.sql(" IS NOT NULL THEN ");
            out.sql(assigned.through() == null ? "" : assigned.through() + "(")
                    .column(RECORD, name).sql(assigned.through() == null ? "" : ")");
            if (first) {
                out.sql(" WHEN ");
                fails();
                out.sql(" THEN ");
            } else {
                out.sql(" ELSE ");
            }
            out.column(table, name).sql(" END");
            first = false;
            separator = ", ";
        }
        out.sql(" FROM ");
        write(levels.size());
        out.sql(", jsonb_to_record(coalesce(");
        doc();
        out.sql(", '{}')) AS ").name(RECORD);
        separator = "(";
        for (Assigned assigned : patch.columns()) {
            out.sql(separator).name(assigned.column().name()).sql(" ")
                    .sql(assigned.through() == null ? assigned.column().type() : "json");
            separator = ", ";
        }
        out.sql("))");
    }

    private void fails() {
        out.sql("set_config(").constant(FAILED).sql(", (").column(STEP + step, "tried")
                .sql(" - 1)::text, true) IS NOT NULL");
    }

    /// A level as a FROM item, with all levels below it.
    private void write(int number) {
        if (number == 0) {
            row();
        } else {
            step = number - 1;
            Level level = levels.get(step);
            out.sql("(SELECT CASE WHEN ");
            level.holds().run();
            out.sql(" THEN ");
            level.next().run();
            out.sql(" END AS doc, ").column(STEP + step, "tried");
            if (level.counts()) {
                out.sql(" + (");
                doc();
                out.sql(" IS NOT NULL)::int AS tried");
            }
            out.sql(", ");
            value();
            out.sql(" FROM ");
            write(number - 1);
            out.sql(" CROSS JOIN LATERAL (SELECT (");
            level.value().run();
            out.sql(")::jsonb AS value) AS ").name(VALUE);
        }
        out.sql(" OFFSET 0) AS ").name(STEP + number);
        step = number;
    }

    private void row() {
        out.sql("(SELECT pg_catalog.to_jsonb(").row(ROW).sql(") AS doc, 0 AS tried FROM (");
        String separator = "SELECT ";
        for (Plan.Seen seen : patch.seen()) {
            out.sql(separator).sql(seen.through() == null ? "" : seen.through() + "(")
                    .column(table, seen.column().name())
                    .sql(seen.through() == null ? " AS " : ") AS ").name(seen.column().name());
            separator = ", ";
        }
        out.sql(") AS ").name(ROW);
    }

    private void level(JsonPatch operation) {
        switch (operation) {
            case JsonPatch.Add add -> changed(() -> addable(add.path()), () -> added(add.path()),
                    () -> json(add.json()));
            case JsonPatch.Replace replace -> changed(() -> exists(replace.path()),
                    () -> set(replace.path()), () -> json(replace.json()));
            case JsonPatch.Remove remove -> changed(() -> exists(remove.path()),
                    () -> removed(remove.path()), () -> out.sql("NULL"));
            case JsonPatch.Test test -> changed(() -> {
                exists(test.path());
                out.sql(" AND ");
                found(test.path().column(), test.path().keys());
                out.sql(" = ");
                value();
            }, this::doc, () -> json(test.json()));
            case JsonPatch.Copy copy -> changed(() -> {
                exists(copy.from());
                out.sql(" AND ");
                addable(copy.path());
            }, () -> added(copy.path()), () -> found(copy.from().column(), copy.from().keys()));
            case JsonPatch.Move move -> {
                changed(() -> exists(move.from()), () -> removed(move.from()),
                        () -> found(move.from().column(), move.from().keys()));
                moved(move.path());
            }
        }
    }

    private void changed(Runnable holds, Runnable next, Runnable value) {
        levels.add(new Level(holds, next, value, true));
    }

    /// The second half of a move, which counts as tried already.
    private void moved(Pointer path) {
        levels.add(new Level(() -> addable(path), () -> added(path),
                () -> out.column(STEP + step, "value"), false));
    }

    // Pieces of the level that is written.

    private void doc() {
        out.column(STEP + step, "doc");
    }

    private void value() {
        out.column(VALUE, "value");
    }

    private void json(String json) {
        out.bind(json);
    }

    private void path(String column, List<String> keys) {
        List<String> all = new ArrayList<>(keys.size() + 1);
        all.add(column);
        all.addAll(keys);
        out.bind(ArrayLiteral.of(all)).sql("::text[]");
    }

    private void path(Pointer pointer) {
        path(pointer.column(), pointer.keys());
    }

    private void found(String column, List<String> keys) {
        out.sql("(");
        doc();
        out.sql(" #> ");
        path(column, keys);
        out.sql(")");
    }

    private void holder(Pointer pointer) {
        found(pointer.column(), pointer.keys().subList(0, pointer.keys().size() - 1));
    }

    private void kindOfHolder(Pointer pointer) {
        out.sql("jsonb_typeof(");
        holder(pointer);
        out.sql(")");
    }

    private void exists(Pointer pointer) {
        if (pointer.keys().isEmpty()) {
            // Also where an operation before failed.
            doc();
            out.sql(" IS NOT NULL");
            return;
        }
        inArray(pointer, " > ");
        out.sql(" WHEN 'object' THEN ");
        holder(pointer);
        out.sql(" ?? ").bind(pointer.keys().getLast()).sql("::text ELSE FALSE END");
    }

    private void addable(Pointer pointer) {
        if (pointer.keys().isEmpty()) {
            exists(pointer);
            return;
        }
        inArray(pointer, " >= ");
        if (pointer.keys().getLast().equals("-")) {
            out.sql(" WHEN 'array' THEN TRUE");
        }
        out.sql(" WHEN 'object' THEN TRUE ELSE FALSE END");
    }

    /// Begins a choice by what holds the place: an array has it if its length is `beyond` its
    /// index.
    private void inArray(Pointer pointer, String beyond) {
        String key = pointer.keys().getLast();
        objectsOnTheWay(pointer);
        out.sql("CASE ");
        kindOfHolder(pointer);
        if (index(key)) {
            out.sql(" WHEN 'array' THEN jsonb_array_length(");
            holder(pointer);
            out.sql(")").sql(beyond).sql(key);
        }
    }

    /// That each key on the way that looks like a number and is no index leads through an object.
    private void objectsOnTheWay(Pointer pointer) {
        for (int i = 0; i + 1 < pointer.keys().size(); i++) {
            String key = pointer.keys().get(i);
            if (!index(key) && key.matches("\\s*[+-]?\\d+\\s*")) {
                out.sql("jsonb_typeof(");
                found(pointer.column(), pointer.keys().subList(0, i));
                out.sql(") = 'object' AND ");
            }
        }
    }

    private static boolean index(String key) {
        return key.matches("0|[1-9][0-9]*") && key.length() <= INDEX_DIGITS_MAX;
    }

    private void set(Pointer pointer) {
        out.sql("jsonb_set(");
        doc();
        out.sql(", ");
        path(pointer);
        out.sql(", ");
        value();
        out.sql(")");
    }

    private void added(Pointer pointer) {
        String key = pointer.keys().isEmpty() ? "" : pointer.keys().getLast();
        boolean end = key.equals("-");
        if (!end && !index(key)) {
            set(pointer);
            return;
        }
        out.sql("CASE ");
        kindOfHolder(pointer);
        out.sql(" WHEN 'array' THEN ").sql(end ? "jsonb_set(" : "jsonb_insert(");
        doc();
        out.sql(", ");
        if (end) {
            path(pointer.column(), pointer.keys().subList(0, pointer.keys().size() - 1));
            out.sql(", ");
            holder(pointer);
            out.sql(" || jsonb_build_array(");
            value();
            out.sql(")");
        } else {
            path(pointer);
            out.sql(", ");
            value();
        }
        out.sql(") ELSE ");
        set(pointer);
        out.sql(" END");
    }

    private void removed(Pointer pointer) {
        if (pointer.keys().isEmpty()) {
            out.sql("jsonb_set(");
            doc();
            out.sql(", ");
            path(pointer);
            out.sql(", 'null')");
            return;
        }
        doc();
        out.sql(" #- ");
        path(pointer);
    }
}
