package dev.loam.kernel.lineage;

import dev.loam.base.position.Snapshot;
import dev.loam.ports.database.Rows;
import java.util.HashMap;
import java.util.Map;

/// Which tables' changes are told as of one reading, and since when.
///
/// A transaction that wrote to a table before its changes began to be captured may commit after
/// that, and is not told. So a table counts only once every transaction has ended that was under
/// way when it was first seen to be captured. `since` are the numbers that the next transaction
/// was to have then, by the numbers of the tables. The `xmax` of a snapshot is too low for that: a
/// transaction under way has a number above it, if none has ended since it began.
record Told(Snapshot taken, Map<Long, String> untold, Map<Long, Long> since) {
    static final Told NOTHING = new Told(new Snapshot(0, 0, new long[0]), Map.of(), Map.of());

    /// After another reading, when the next transaction was to be `nextXid`; `rows` are a
    /// [Captured] query's.
    Told next(Snapshot now, long nextXid, Rows rows) {
        var newUntold = new HashMap<Long, String>();
        var newSince = new HashMap<Long, Long>();
        for (int row = 0; row < rows.size(); row++) {
            long table = rows.number(row, 0, 0);
            String why = rows.text(row, 1);
            if (why != null) {
                newUntold.put(table, why);
            } else {
                newSince.put(table, since.getOrDefault(table, nextXid));
            }
        }
        return new Told(now, newUntold, newSince);
    }

    /// Why changes of an ordinary table are not all told, the end of a sentence; null where they
    /// are.
    String why(long table) {
        Long from = since.get(table);
        if (from == null) {
            return untold.getOrDefault(table, "is not captured");
        }
        return from <= taken.xmin() ? null
                : "is captured only now, and transactions from before that are still under way";
    }

    /// Up to where transactions must have ended for all tables to count; 0 where none is waiting.
    long waitsFor() {
        return since.values().stream().mapToLong(Long::longValue)
                .filter(from -> from > taken.xmin()).max().orElse(0);
    }
}
