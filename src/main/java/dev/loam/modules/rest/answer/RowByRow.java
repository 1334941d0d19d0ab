package dev.loam.modules.rest.answer;

import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked.Totals;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Result;
import dev.loam.ports.database.Rows;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads of which PostgreSQL sends each row as a JSON text, to be put into one array here: that
/// spares it an aggregate over them, whose start and end alone cost a tenth of a small read.
///
/// What SQL may have set for the answer, its headers or its status, would have no place there. So
/// it is done only where nothing can have set it: plain tables are read, and no SQL of the database's
/// own sets such a thing. The bytes are those the aggregate would make.
final class RowByRow {
    private static final byte[] BETWEEN = ", \n ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONE = "[]".getBytes(StandardCharsets.US_ASCII);

    private RowByRow() {
    }

    /// Whether a plan that is to become `format` can be run so.
    static boolean possible(Plan plan, Format format) {
        return plan instanceof Plan.Read read
                && format instanceof Format.Json json && !json.stripNulls()
                && read.keyset() == null && read.totals() == Totals.NONE;
    }

    /// True where nothing that a plan runs as `role` can set the answer's headers or status.
    static boolean silent(Plan plan, Catalog catalog, String role) {
        return plan instanceof Plan.Read read && !catalog.setsAnswers()
                && tables(read.root(), catalog)
                && catalog.settingsOf(role).keySet().stream()
                        .noneMatch(name -> name.startsWith("response."));
    }

    private static boolean tables(Plan.Node node, Catalog catalog) {
        if (!(node.source() instanceof Plan.Source.Relation(TableName name))
                || !isTable(name, catalog)) {
            return false;
        }
        for (Plan.Child child : node.children()) {
            boolean through = !(child.relationship() instanceof Relationship.ManyToMany many)
                    || isTable(many.junction(), catalog);
            if (!through || !tables(child.node(), catalog)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTable(TableName name, Catalog catalog) {
        Table table = catalog.table(name);
        return table != null && (table.kind() == Table.Kind.TABLE
                || table.kind() == Table.Kind.PARTITIONED_TABLE);
    }

    /// The one row of [Result] that rows of one text each amount to.
    static Rows together(Rows rows, Format format) {
        byte[][] result = new byte[Result.INSERTED + 1][];
        result[Result.PAGE] = Integer.toString(rows.size()).getBytes(StandardCharsets.US_ASCII);
        boolean object = format instanceof Format.Json json && json.object();
        result[Result.BODY] = object && rows.size() > 0 ? rows.bytes(0, 0) : array(rows);
        return new Rows(rows.columns(), List.<byte[][]>of(result), rows.affected());
    }

    private static byte[] array(Rows rows) {
        int size = rows.size();
        if (size == 0) {
            return NONE;
        }
        long length = 2 + (long) (size - 1) * BETWEEN.length;
        for (int row = 0; row < size; row++) {
            length += rows.bytes(row, 0).length;
        }
        byte[] array = new byte[Math.toIntExact(length)];
        array[0] = '[';
        int at = 1;
        for (int row = 0; row < size; row++) {
            if (row > 0) {
                System.arraycopy(BETWEEN, 0, array, at, BETWEEN.length);
                at += BETWEEN.length;
            }
            byte[] one = rows.bytes(row, 0);
            System.arraycopy(one, 0, array, at, one.length);
            at += one.length;
        }
        array[at] = ']';
        return array;
    }
}
