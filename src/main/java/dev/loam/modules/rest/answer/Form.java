package dev.loam.modules.rest.answer;

import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked.Totals;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Result;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// How a statement yields what it comes to. All but [#WHOLE] spare PostgreSQL work whose start and
/// end alone cost a tenth of a small request; the answer is the same, byte for byte.
///
/// What SQL may have set for the answer, its headers or its status, has no place in them. So they
/// serve only where nothing can have set it: plain tables are read or written, and no SQL of the
/// database's own sets such a thing.
public enum Form {
    /// The one row of [Result].
    WHOLE,
    /// Each row of a read that yields few as a JSON text, to be put into an array here. Of many
    /// rows the parts cost more than the aggregate.
    ROWS,
    /// A write that gives nothing back: its command tag tells the number of rows.
    COUNT;

    private static final long FEW = 50;
    private static final byte[] BETWEEN = ", \n ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY = "[]".getBytes(StandardCharsets.US_ASCII);

    /// The form for a plan that is to become `format`; `silent` as [#silent] says.
    static Form of(Plan plan, Format format, boolean silent) {
        if (!silent) {
            return WHOLE;
        }
        return switch (plan) {
            case Plan.Read read -> format instanceof Format.Json json && !json.stripNulls()
                    && read.keyset() == null && read.totals() == Totals.NONE
                    && read.rowsMax() <= FEW ? ROWS : WHOLE;
            case Plan.Write write -> SqlWriter.countable(write) ? COUNT : WHOLE;
            case Plan.Call _ -> WHOLE;
        };
    }

    /// True where nothing that a plan runs as `role` can set the answer's headers or status.
    static boolean silent(Plan plan, Catalog catalog, String role) {
        return !catalog.setsAnswers()
                && switch (plan) {
                    case Plan.Read read -> tables(read.root(), catalog);
                    case Plan.Write write -> !write.table().triggers()
                            && isTable(write.table().name(), catalog);
                    case Plan.Call _ -> false;
                }
                && catalog.settingsOf(role).keySet().stream()
                        .noneMatch(name -> name.startsWith("response."));
    }

    Sql sql(Plan plan, Format format) {
        return switch (this) {
            case WHOLE -> SqlWriter.write(plan, format);
            case ROWS -> SqlWriter.rows((Plan.Read) plan, format);
            case COUNT -> SqlWriter.counted((Plan.Write) plan);
        };
    }

    /// The one row of [Result] that a statement's rows amount to.
    Rows result(Rows rows, Format format) {
        return switch (this) {
            case WHOLE -> rows;
            case ROWS -> result(rows, rows.size(),
                    format instanceof Format.Json(boolean object, boolean _) && object
                            && rows.size() > 0 ? rows.bytes(0, 0) : array(rows));
            case COUNT -> result(rows, rows.affected(), null);
        };
    }

    private static Rows result(Rows rows, long page, byte[] body) {
        byte[][] result = new byte[Result.INSERTED + 1][];
        result[Result.PAGE] = Long.toString(page).getBytes(StandardCharsets.US_ASCII);
        result[Result.BODY] = body;
        return new Rows(
                rows.columns(), List.<byte[][]>of(result), rows.affected(), rows.served());
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

    private static byte[] array(Rows rows) {
        int size = rows.size();
        if (size == 0) {
            return EMPTY;
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
