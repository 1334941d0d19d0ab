package dev.loam.ports.changes;

import dev.loam.base.position.Lsn;
import java.time.Instant;
import java.util.List;

/// What a transaction did, in its order, as soon as it has committed.
///
/// `xid` is its number (`xid8`); `position` that of its commit record, by which commits are
/// ordered; `at` the time of the commit by the server's clock. A large transaction comes in several
/// parts, one right after the other: `first` is the place of the first change in the transaction,
/// from 0, and `last` is true for the last part.
///
/// Other sessions may see the transaction a moment *after* it is told here.
public record Commit(
        long xid, Lsn position, Instant at, int first, List<Change> changes, boolean last) {
    public Commit {
        changes = List.copyOf(changes);
    }
}
