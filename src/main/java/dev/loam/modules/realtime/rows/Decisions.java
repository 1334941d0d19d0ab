package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Snapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who saw what, kept until something that decides about it changes. For one thread.
///
/// A commit may be told here before other sessions see what it did. So a decision enters only if
/// the snapshot it was made in shows all commits told so far that touched what decides.
final class Decisions {
    private static final int KEPT_MAX = 50_000;
    private static final int ROW_CHARS_MAX = 1_000;
    private static final int RECENT_MAX = 1_000;

    private final Map<Key, Boolean> kept = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
            return size() > KEPT_MAX;
        }
    };
    private final Map<TableName, Long> touched = new HashMap<>();
    private final Deque<Long> recent = new ArrayDeque<>();
    private long touches;
    /// The newest of those that had to be let go from the recent ones.
    private long droppedXid;
    private boolean heldOff;

    /// `version` is one of what decides about the table.
    private record Key(long table, String role, String caller, String row, long version) {
    }

    /// Null where it is not known.
    Boolean find(String role, String caller, Reading reading, RowView row) {
        var values = reading.keepable() ? values(reading, row) : null;
        return values == null ? null : kept.get(key(role, caller, reading, row, values));
    }

    void keep(String role, String caller, Reading reading, RowView row, boolean seen,
            List<Snapshot> shown) {
        boolean current = shown.stream().allMatch(snapshot -> snapshot.xmin() > droppedXid
                && recent.stream().allMatch(snapshot::shows));
        var values = reading.keepable() && current ? values(reading, row) : null;
        if (values != null) {
            kept.put(key(role, caller, reading, row, values), seen);
        }
    }

    /// A commit changed tables that decide.
    void touched(long xid, Set<TableName> tables) {
        touches++;
        tables.forEach(table -> touched.put(table, touches));
        recent.add(xid);
        if (recent.size() > RECENT_MAX) {
            droppedXid = Math.max(droppedXid, recent.remove());
        }
    }

    /// More tables decide than before, and a change of theirs may have been overlooked up to now.
    /// Nothing enters until a snapshot shows whatever was told by then.
    void holdOff() {
        heldOff = true;
    }

    /// These snapshots are what the newest decisions were made in; those to come see no less.
    void seen(List<Snapshot> shown) {
        if (heldOff) {
            heldOff = false;
            // What was told had its number before.
            shown.forEach(one -> droppedXid = Math.max(droppedXid, one.xmax() - 1));
        }
        recent.removeIf(xid -> shown.stream().allMatch(snapshot -> snapshot.shows(xid)));
    }

    void clear() {
        kept.clear();
        touched.clear();
    }

    private Key key(String role, String caller, Reading reading, RowView row, String values) {
        long version = 0;
        for (var source : reading.sources()) {
            version = Math.max(version, touched.getOrDefault(source, 0L));
        }
        return new Key(row.table().oid(), role, caller, values, version);
    }

    /// The values that count, null where they are too long or not all known.
    private static String values(Reading reading, RowView row) {
        var text = new StringBuilder();
        for (var column : row.table().columns()) {
            if (column.generated() || !reading.looksAt(column.name())) {
                continue;
            }
            if (!row.knows(column)) {
                return null;
            }
            var value = row.text(column);
            text.append(value == null ? "-" : value.length() + ":" + value);
            if (text.length() > ROW_CHARS_MAX) {
                return null;
            }
        }
        return text.toString();
    }
}
