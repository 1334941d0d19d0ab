package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.kernel.lineage.Lineage;
import java.util.ArrayDeque;
import java.util.Iterator;

/// The transactions that were told and that some statement under way, or one still to come, may not
/// have seen. Not thread-safe.
///
/// A transaction's commit reaches the log, and so this list, before other sessions see it. Once a
/// snapshot has shown it, every statement that is sent later sees it; one that was sent before may
/// not. So it stays until a snapshot has shown it and every fill that began before that snapshot
/// came back has ended. One that changed the schema stays, besides, until the schema was read in
/// such a state.
///
/// When the list is full the oldest goes. If a snapshot has shown it, the fills that may not see it
/// are refused; else, from then on, only answers enter that saw every transaction up to its number.
final class RecentCommits {
    private static final long NOT_YET = Long.MAX_VALUE;

    private final Rules rules;
    private final int max;
    private final ArrayDeque<Told> told = new ArrayDeque<>();
    private long droppedXidMax;
    private long droppedSchemaXidMax;
    private long refusedUpTo;

    RecentCommits(Rules rules, int max) {
        this.rules = rules;
        this.max = max;
    }

    private static final class Told {
        final long xid;
        final Lsn position;
        final Touch touch;
        /// The number of the newest fill when it was known that every later one sees it.
        long shownAt = NOT_YET;

        Told(long xid, Lsn position, Touch touch) {
            this.xid = xid;
            this.position = position;
            this.touch = touch;
        }
    }

    void add(long xid, Lsn position, Touch touch) {
        if (told.size() >= max) {
            drop(told.removeFirst());
        }
        told.addLast(new Told(xid, position, touch));
    }

    private void drop(Told oldest) {
        if (oldest.shownAt != NOT_YET) {
            refusedUpTo = Math.max(refusedUpTo, oldest.shownAt);
            return;
        }
        droppedXidMax = Math.max(droppedXidMax, oldest.xid);
        if (oldest.touch.everything()) {
            droppedSchemaXidMax = Math.max(droppedSchemaXidMax, oldest.xid);
        }
    }

    /// Why the answer of a fill may not be kept, null where it may.
    String refuses(long number, Entry answer, Lineage lineage) {
        if (!rules.mindsWhatCameBefore()) {
            return null;
        }
        if (number <= refusedUpTo || answer.snapshot.xmin() <= droppedXidMax
                || lineage.taken().xmin() <= droppedSchemaXidMax) {
            return "more was committed meanwhile than can be remembered";
        }
        for (Told each : told) {
            if (each.touch.touches(answer.reach)
                    && !rules.shows(answer.snapshot, answer.read, each.xid, each.position)) {
                return "it does not show a transaction that has committed";
            }
            if (each.touch.everything() && !lineage.taken().shows(each.xid)) {
                return "the schema changed and has not been read yet";
            }
        }
        return null;
    }

    /// Whether a schema that was read in that state shows every change of it that was told.
    boolean schemaShown(Snapshot taken) {
        return taken.xmin() > droppedSchemaXidMax && told.stream()
                .allMatch(each -> !each.touch.everything() || taken.shows(each.xid));
    }

    /// A snapshot came back while `newest` was the number of the newest fill, and what is now known
    /// of the schema is as of `taken`, null for nothing.
    void shown(Snapshot snapshot, Snapshot taken, long newest) {
        for (Told each : told) {
            if (each.shownAt == NOT_YET && snapshot.shows(each.xid)
                    && (!each.touch.everything() || taken != null && taken.shows(each.xid))) {
                each.shownAt = newest;
            }
        }
    }

    /// Forgets what every fill sees that is under way, of which `oldest` is the number of the
    /// oldest.
    void prune(long oldest) {
        for (Iterator<Told> each = told.iterator(); each.hasNext();) {
            if (each.next().shownAt < oldest) {
                each.remove();
            }
        }
    }

    void clear() {
        told.clear();
        droppedXidMax = 0;
        droppedSchemaXidMax = 0;
    }

    int size() {
        return told.size();
    }
}
