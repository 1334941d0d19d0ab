package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Snapshot;
import dev.loam.kernel.lineage.Lineage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Since when the changes of tables are told. Not thread-safe.
///
/// A transaction that wrote before its table was published and commits afterwards is not told. It
/// is older than the end of the first lineage that saw the table published, and so an answer counts
/// only if it shows everything up to there.
final class CapturedTables {
    private final Map<TableName, Long> since = new HashMap<>();
    private Lineage lineage;

    void read(Lineage now) {
        since.keySet().removeIf(table -> now.untold(table) != null);
        lineage = now;
    }

    /// Whether the snapshot shows all that may not have been told of these tables, of which the
    /// lineage says that they are told.
    boolean shownBy(Snapshot snapshot, Set<TableName> tables) {
        for (TableName table : tables) {
            if (snapshot.xmin() < since.computeIfAbsent(table, _ -> lineage.taken().xmax())) {
                return false;
            }
        }
        return true;
    }
}
