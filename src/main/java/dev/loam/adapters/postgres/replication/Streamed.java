package dev.loam.adapters.postgres.replication;

import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Transactions that the server sends block by block before they end, kept until they do.
///
/// All of them together may take so many bytes. The one that goes beyond loses what it has, and
/// whatever it still does is passed over.
final class Streamed {
    private static final int KEPT_WEIGHT = 24;

    private final Tables tables;
    private final long bytesMax;
    private final Map<Integer, Pending> all = new HashMap<>();
    private long bytes;
    private Pending under;

    /// One of them. `changes` is null when it was too large.
    private static final class Pending {
        private final Map<Integer, ChangedTable> picture = new HashMap<>();
        private List<Kept> changes = new ArrayList<>();
        private long bytes;
    }

    /// A change with the number of the part of the transaction that made it.
    private record Kept(int part, Change change, int weight) {
    }

    Streamed(Tables tables, long bytesMax) {
        this.tables = tables;
        this.bytesMax = bytesMax;
    }

    void start(int xid) {
        under = all.computeIfAbsent(xid, _ -> new Pending());
    }

    void stop() {
        under = null;
    }

    /// Whether the messages that come now are those of a block.
    boolean under() {
        return under != null;
    }

    /// What tables look like to the transaction whose block comes now.
    Map<Integer, ChangedTable> picture() {
        return under == null ? Map.of() : under.picture;
    }

    /// Whether the description is one for the transaction whose block comes now.
    boolean describe(PgOutput.Relation relation) {
        if (under == null) {
            return false;
        }
        tables.describe(relation, under.picture);
        return true;
    }

    void add(int part, Change change) {
        if (under.changes == null) {
            return;
        }
        int weight = KEPT_WEIGHT + Parts.weight(change);
        under.changes.add(new Kept(part, change, weight));
        under.bytes += weight;
        bytes += weight;
        if (bytes > bytesMax) {
            bytes -= under.bytes;
            under.bytes = 0;
            under.changes = null;
        }
    }

    void abort(PgOutput.StreamAbort abort) {
        Pending pending = all.get(abort.xid());
        if (pending == null) {
            return;
        }
        if (abort.whole()) {
            all.remove(abort.xid());
            bytes -= pending.bytes;
        } else if (pending.changes != null) {
            long before = pending.bytes;
            pending.changes.removeIf(kept -> {
                boolean gone = kept.part() == abort.part();
                pending.bytes -= gone ? kept.weight() : 0;
                return gone;
            });
            bytes -= before - pending.bytes;
        }
    }

    /// What it did; null when that was too much to be kept.
    List<Change> commit(int xid) {
        Pending pending = all.remove(xid);
        if (pending == null) {
            throw new NotUnderstood("a streamed transaction ends that did not begin");
        }
        bytes -= pending.bytes;
        tables.adopt(pending.picture);
        return pending.changes == null ? null
                : pending.changes.stream().map(Kept::change).toList();
    }
}
