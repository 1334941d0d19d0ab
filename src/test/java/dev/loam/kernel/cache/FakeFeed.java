package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.ChangedTable.ChangedColumn;
import dev.loam.ports.changes.ChangedTable.Identity;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.changes.SourceState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/// A feed that tells what it is told to, when it is told to.
final class FakeFeed implements ChangeFeed {
    /// What is in the log and was not told yet.
    final ArrayDeque<Commit> waiting = new ArrayDeque<>();
    ChangeListener listener;
    Runnable onPoke = () -> { };

    @Override
    public Subscription subscribe(ChangeListener newListener, Lsn after, Delivery delivery) {
        listener = newListener;
        return () -> listener = null;
    }

    @Override
    public void poke() {
        onPoke.run();
    }

    @Override
    public SourceState state() {
        return new SourceState(true, null);
    }

    /// Tells one commit, if there is one.
    void tellOne() {
        if (!waiting.isEmpty()) {
            listener.onCommit(waiting.removeFirst());
        }
    }

    /// Tells everything in the log, and that this was all up to its end.
    void tellAll(Lsn end) {
        while (!waiting.isEmpty()) {
            tellOne();
        }
        listener.onProgress(end);
    }

    static Commit commit(long xid, long position, List<Change> changes) {
        return new Commit(xid, new Lsn(position), Instant.EPOCH, 0, changes, true);
    }

    static ChangedTable table(TableName name) {
        return new ChangedTable(1, name, Identity.DEFAULT, List.of(
                new ChangedColumn("id", 20, "bigint", -1, true),
                new ChangedColumn("value", 25, "text", -1, false)));
    }

    static Change update(TableName table, long id) {
        return new Change.OfRow(
                Change.Kind.UPDATE, table(table), null, false, row(Long.toString(id), "new"));
    }

    static CellRow row(String... cells) {
        var bytes = new byte[cells.length][];
        for (int i = 0; i < cells.length; i++) {
            bytes[i] = cells[i] == null ? null : cells[i].getBytes(StandardCharsets.UTF_8);
        }
        return new CellRow(bytes);
    }

    static Change message(String prefix, String content) {
        return new Change.Message(prefix, content.getBytes(StandardCharsets.UTF_8));
    }
}
