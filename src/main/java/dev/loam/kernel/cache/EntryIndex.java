package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.ports.changes.Change;
import dev.loam.ports.database.Footprint.Pin;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the entries that something touches. Not thread-safe.
final class EntryIndex {
    private final Set<Entry> all = new HashSet<>();
    private final Map<TableName, OfTable> tables = new HashMap<>();

    /// Entries for which all rows of a table count, and those for which rows do with such values in
    /// such columns.
    private record OfTable(
            Set<Entry> whole, Map<List<String>, Map<List<String>, Set<Entry>>> pinned) {
        OfTable() {
            this(new HashSet<>(), new HashMap<>());
        }

        boolean isEmpty() {
            return whole.isEmpty() && pinned.isEmpty();
        }
    }

    void add(Entry entry) {
        all.add(entry);
        for (TableName table : entry.reach.tables()) {
            OfTable of = tables.computeIfAbsent(table, _ -> new OfTable());
            List<Pin> pins = entry.reach.pinsOf(table);
            if (pins == null) {
                of.whole().add(entry);
                continue;
            }
            for (Pin pin : pins) {
                of.pinned().computeIfAbsent(pin.columns(), _ -> new HashMap<>())
                        .computeIfAbsent(pin.values(), _ -> new HashSet<>(2)).add(entry);
            }
        }
    }

    void remove(Entry entry) {
        if (!all.remove(entry)) {
            return;
        }
        for (TableName table : entry.reach.tables()) {
            OfTable of = tables.get(table);
            List<Pin> pins = entry.reach.pinsOf(table);
            if (pins == null) {
                of.whole().remove(entry);
            } else {
                pins.forEach(pin -> unpin(of, pin, entry));
            }
            if (of.isEmpty()) {
                tables.remove(table);
            }
        }
    }

    private static void unpin(OfTable of, Pin pin, Entry entry) {
        Map<List<String>, Set<Entry>> byValues = of.pinned().get(pin.columns());
        Set<Entry> entries = byValues == null ? null : byValues.get(pin.values());
        if (entries == null) {
            // The same row was pinned twice.
            return;
        }
        entries.remove(entry);
        if (entries.isEmpty()) {
            byValues.remove(pin.values());
        }
        if (byValues.isEmpty()) {
            of.pinned().remove(pin.columns());
        }
    }

    void clear() {
        all.clear();
        tables.clear();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /// A set of its own.
    Set<Entry> touchedBy(Touch touch) {
        if (touch.everything()) {
            return new HashSet<>(all);
        }
        var found = new HashSet<Entry>();
        for (TableName table : touch.whole()) {
            OfTable of = tables.get(table);
            if (of != null) {
                found.addAll(of.whole());
                of.pinned().values().forEach(values -> addAll(found, values.values()));
            }
        }
        touch.rows().forEach((table, rows) -> {
            OfTable of = tables.get(table);
            if (of != null) {
                found.addAll(of.whole());
                rows.forEach(row -> pinnedBy(row, of, found));
            }
        });
        touch.keys().forEach((table, keys) -> {
            OfTable of = tables.get(table);
            if (of != null) {
                found.addAll(of.whole());
                keys.forEach(key -> pinnedBy(key, of, found));
            }
        });
        return found;
    }

    /// Rows told apart by other columns may be the same.
    private static void pinnedBy(Pin key, OfTable of, Set<Entry> found) {
        of.pinned().forEach((columns, byValues) -> {
            if (columns.equals(key.columns())) {
                found.addAll(byValues.getOrDefault(key.values(), Set.of()));
            } else {
                addAll(found, byValues.values());
            }
        });
    }

    private static void pinnedBy(Change.OfRow row, OfTable of, Set<Entry> found) {
        of.pinned().forEach((columns, byValues) -> {
            Set<List<String>> keys = RowKeys.of(row, columns);
            if (keys == null) {
                addAll(found, byValues.values());
                return;
            }
            for (List<String> key : keys) {
                found.addAll(byValues.getOrDefault(key, Set.of()));
            }
        });
    }

    private static void addAll(Set<Entry> found, Collection<Set<Entry>> sets) {
        sets.forEach(found::addAll);
    }
}
