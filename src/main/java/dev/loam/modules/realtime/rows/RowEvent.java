package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.channel.Place;
import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.changes.ChangedTable.Identity;
import java.time.Instant;
import java.util.function.Predicate;

/// A change of a published table on its way to those who listen. The views are null where there is
/// no such row; that of the old row is one where the log has all of it.
record RowEvent(
        Place place, long xid, Instant at, Change.OfRow change, PublishedTable table,
        RowView after, RowView before) {
    static RowEvent of(Place place, long xid, Instant at, Change.OfRow change,
            PublishedTable table) {
        boolean whole = change.before() != null && !change.keyOnly();
        return new RowEvent(place, xid, at, change, table,
                change.after() == null ? null : RowView.after(table, change),
                whole ? RowView.before(table, change) : null);
    }

    Kind kind() {
        return change.kind();
    }

    /// The row whose values filters look at.
    RowView filtered() {
        return after != null ? after : oldKey();
    }

    /// The old row as far as its key goes. An update that did not touch the key does not repeat it.
    RowView oldKey() {
        return change.before() == null ? RowView.after(table, change)
                : RowView.before(table, change);
    }

    /// The columns by which the old row is known to everyone.
    Predicate<TableColumn> keys() {
        boolean primary = change.table().identity() == Identity.FULL;
        return column -> {
            int place = change.table().indexOf(column.name());
            return place >= 0 && (primary ? column.key()
                    : change.table().columns().get(place).identifies());
        };
    }
}
