package dev.loam.adapters.postgres.replication;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One committed transaction on its way to the listener, in parts of bounded size.
///
/// A full part is handed on when one more change comes, so that the last part is never empty.
final class Parts {
    private final long xid;
    private final Lsn position;
    private final Instant at;
    private final Assembler.Bounds bounds;
    private final Assembler.Sink sink;
    private int passOver;
    private int first;
    private long weight;
    private List<Change> changes = new ArrayList<>();

    /// `told` is how many of its changes are told already, as in [Place#toldOf].
    Parts(long xid, Lsn position, Instant at, int told, Assembler.Bounds bounds,
            Assembler.Sink sink) {
        this.xid = xid;
        this.position = position;
        this.at = at;
        this.bounds = bounds;
        this.sink = sink;
        passOver = told < 0 ? Integer.MAX_VALUE : told;
        first = Math.max(0, told);
    }

    void add(Change change) {
        if (passOver > 0) {
            passOver--;
            return;
        }
        if (changes.size() >= bounds.changesMax() || weight >= bounds.bytesMax()) {
            handOn(false);
        }
        changes.add(change);
        weight += weight(change);
    }

    void finish() {
        if (!changes.isEmpty()) {
            handOn(true);
        }
    }

    private void handOn(boolean last) {
        sink.commit(new Commit(xid, position, at, first, changes, last));
        first += changes.size();
        changes = new ArrayList<>();
        weight = 0;
    }

    /// About so many bytes of memory.
    static int weight(Change change) {
        return switch (change) {
            case Change.OfRow row -> 48 + weight(row.before()) + weight(row.after());
            case Change.Truncation truncation -> 32 + 8 * truncation.tables().size();
            case Change.Message message -> 64 + message.content().length;
        };
    }

    private static int weight(CellRow row) {
        return row == null ? 0 : row.weight();
    }
}
