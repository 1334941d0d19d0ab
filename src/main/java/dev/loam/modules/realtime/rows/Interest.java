package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which tables matter to anyone, for the thread that tells all changes: a change of any other one
/// costs it a look-up. Thread-safe.
final class Interest {
    private static final String EVERY = "";

    private final Map<TableName, Integer> tables = new ConcurrentHashMap<>();
    /// By schema; the empty name stands for every one.
    private final Map<String, Integer> schemas = new ConcurrentHashMap<>();
    private volatile Set<TableName> sources = Set.of();
    private volatile Lsn heard;

    /// A commit is sifted from now on, by what is wanted.
    void hears(Lsn position) {
        heard = position;
    }

    /// The last commit that may have been sifted without what was not wanted then; null for none.
    Lsn heard() {
        return heard;
    }

    void add(List<Watch> watches) {
        watches.forEach(watch -> count(watch, 1));
    }

    void remove(List<Watch> watches) {
        watches.forEach(watch -> count(watch, -1));
    }

    private void count(Watch watch, int difference) {
        if (watch.trouble() != null) {
            return;
        }
        if (watch.table() != null) {
            tables.merge(watch.tableName(), difference, Interest::sum);
        } else {
            schemas.merge(watch.schema() == null ? EVERY : watch.schema(), difference,
                    Interest::sum);
        }
    }

    private static Integer sum(Integer one, Integer other) {
        return one + other == 0 ? null : Integer.valueOf(one + other);
    }

    /// Whether somebody listens to the table.
    boolean watches(TableName table) {
        return tables.containsKey(table)
                || !schemas.isEmpty()
                        && (schemas.containsKey(table.schema()) || schemas.containsKey(EVERY));
    }

    /// The tables that decide about others.
    void sources(Set<TableName> newSources) {
        sources = Set.copyOf(newSources);
    }

    boolean decides(TableName table) {
        return sources.contains(table);
    }
}
