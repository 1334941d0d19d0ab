package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A statement that tells, in every row, which transactions it sees and where the log ended after
/// that was settled; and its answer without these columns.
final class Wrapping {
    private static final String BEFORE =
            "select kept.*, pg_current_snapshot()::text, pg_current_wal_insert_lsn()::text from (";
    private static final String AFTER = "\n) as kept";
    private static final int ADDED = 2;

    private Wrapping() {
    }

    static Sql wrapped(Sql sql) {
        return new Sql(BEFORE + sql.text() + AFTER, sql.binds(), sql.footprint());
    }

    /// An answer taken out of its wrapping. Without rows there is no `snapshot` and no `read`.
    record Unwrapped(Rows rows, Snapshot snapshot, Lsn read) {
    }

    static Unwrapped unwrapped(Rows rows) {
        int width = rows.columns().size() - ADDED;
        List<byte[][]> values = new ArrayList<>(rows.size());
        for (byte[][] row : rows.values()) {
            values.add(Arrays.copyOf(row, width));
        }
        var own = new Rows(List.copyOf(rows.columns().subList(0, width)), values,
                rows.affected(), rows.served());
        return rows.size() == 0 ? new Unwrapped(own, null, null)
                : new Unwrapped(own, Snapshot.parse(rows.text(0, width)),
                        Lsn.parse(rows.text(0, width + 1)));
    }

    /// A failure as the statement itself would have had it: a place in it is counted from its own
    /// beginning.
    static Outcome unwrapped(Outcome failure) {
        if (failure instanceof SqlError(
                String state, String message, String detail, String hint, String where,
                String constraint, int position) && position > BEFORE.length()) {
            return new SqlError(state, message, detail, hint, where, constraint,
                    position - BEFORE.length());
        }
        return failure;
    }
}
