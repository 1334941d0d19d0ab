package dev.loam.kernel.changes;

import dev.loam.base.position.Lsn;
import dev.loam.kernel.changes.Told.Committed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The newest commits. Not thread-safe.
///
/// A transaction of several parts is kept from its first to its last part or not at all: when the
/// first has to go, so do the others, also those still to come.
final class Kept {
    private final HubConfig bounds;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private Lsn floor;
    private long bytes;

    Kept(HubConfig bounds) {
        this.bounds = bounds;
    }

    private record Entry(Committed told, long sinceNanos) {
        Lsn position() {
            return told.commit().position();
        }
    }

    /// Everything that is or will be committed behind `floor` is going to be kept from now on.
    void restart(Lsn floor) {
        entries.clear();
        bytes = 0;
        this.floor = floor;
    }

    void add(Committed told, long nanos) {
        if (told.commit().position().compareTo(floor) > 0) {
            entries.addLast(new Entry(told, nanos));
            bytes += told.weight();
        }
        shrink(nanos);
    }

    /// Lets go what is beyond the bounds.
    void shrink(long nanos) {
        while (!entries.isEmpty() && (bytes > bounds.bytes().bytes()
                || entries.size() > bounds.commits()
                || nanos - entries.getFirst().sinceNanos > bounds.age().toNanos())) {
            floor = entries.getFirst().position();
            while (!entries.isEmpty() && entries.getFirst().position().equals(floor)) {
                bytes -= entries.removeFirst().told.weight();
            }
        }
    }

    /// Every commit behind this one is kept.
    Lsn floor() {
        return floor;
    }

    /// Those behind a position that is not below the floor, in order.
    List<Committed> behind(Lsn after) {
        var newer = new ArrayList<Committed>();
        for (var all = entries.descendingIterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.position().compareTo(after) <= 0) {
                break;
            }
            newer.add(entry.told);
        }
        return newer.reversed();
    }

    long bytes() {
        return bytes;
    }

    int size() {
        return entries.size();
    }
}
