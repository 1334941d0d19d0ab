package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;

/// An answer that is kept. Two are the same only where they are one.
///
/// `madeAt` is a moment (see [Freshness]) before its statement was sent; `read` a position in the
/// log that was read after its `snapshot` was taken; `asker` the whole session it was made for.
final class Entry {
    final Key key;
    final Rows rows;
    final Snapshot snapshot;
    final Lsn read;
    final Reach reach;
    final Session asker;
    final long madeAt;
    final String tag;
    final int weight;

    Entry(
            Key key, Rows rows, Snapshot snapshot, Lsn read, Reach reach, Session asker,
            long madeAt, String tag) {
        this.key = key;
        this.rows = rows;
        this.snapshot = snapshot;
        this.read = read;
        this.reach = reach;
        this.asker = asker;
        this.madeAt = madeAt;
        this.tag = tag;
        this.weight = Weights.of(key, rows, asker);
    }
}
