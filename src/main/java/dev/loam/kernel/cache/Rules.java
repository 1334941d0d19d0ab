package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.kernel.lineage.CallerParts;

/// The decisions on which exactness hangs, each by itself, so that a test can get one wrong and see
/// that it is found out.
class Rules {
    static final Rules RIGHT = new Rules();

    /// Whether an answer shows a committed transaction. `read` is a position that was read after
    /// the answer's snapshot was taken: everything the answer shows lies before it, and perhaps
    /// something that it does not show.
    boolean shows(Snapshot snapshot, Lsn read, long xid, Lsn committed) {
        return snapshot.shows(xid);
    }

    /// Whether an answer has to stay out for what became known while it was fetched.
    boolean mindsWhatCameBefore() {
        return true;
    }

    /// Whether the position up to which the feed has to come for a write is read after its commit.
    boolean readsPositionAfterCommit() {
        return true;
    }

    /// Whether a write that may touch more than it names is waited for.
    boolean mindsTriggers() {
        return true;
    }

    /// The part of the caller that makes two questions different.
    CallerParts caller(CallerParts parts) {
        return parts;
    }
}
