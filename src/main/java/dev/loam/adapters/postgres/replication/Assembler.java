package dev.loam.adapters.postgres.replication;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.CellRow;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.Commit;
import java.time.Instant;
import java.util.List;

/// Puts transactions together from the messages of one connection, and hands them on as they
/// commit. For one thread.
final class Assembler {
    /// The prefix of messages that are put into the log only to be heard of, and told to nobody.
    static final String POKE = "loam.poke";

    private final Tables tables;
    private final Xids xids;
    private final Place place;
    private final Bounds bounds;
    private final Sink sink;
    private final Streamed streamed;
    private Parts open;

    /// How much is handed on at once, and how much of streamed transactions is kept at all.
    record Bounds(int changesMax, long bytesMax, long streamedBytesMax) {
    }

    /// Takes what is ready.
    interface Sink {
        void commit(Commit part);

        /// Everything that committed below `end` has been handed on.
        void progress(Lsn end);

        /// So has everything but the transaction that committed just below `end`.
        void lost(Lsn end, String why);
    }

    Assembler(Types types, Xids xids, Place place, Bounds bounds, Sink sink) {
        this.tables = new Tables(types);
        this.xids = xids;
        this.place = place;
        this.bounds = bounds;
        this.sink = sink;
        this.streamed = new Streamed(tables, bounds.streamedBytesMax());
    }

    /// Whether a transaction has begun to be handed on and not ended: what the server says
    /// meanwhile of its own progress must wait.
    boolean midway() {
        return open != null;
    }

    void take(PgOutput message) {
        switch (message) {
            case PgOutput.Begin begin -> open = parts(begin.xid(), begin.position(), begin.at());
            case PgOutput.Commit commit -> commit(commit.end());
            case PgOutput.Origin _ -> {
                // Where it was written first makes no difference to anybody here.
            }
            case PgOutput.Relation relation -> {
                if (!streamed.describe(relation)) {
                    tables.describe(relation);
                }
            }
            case PgOutput.Type type -> tables.type(type);
            case PgOutput.Row row -> row(row);
            case PgOutput.Truncate truncate -> add(truncate.xid(), new Change.Truncation(
                    truncate.relations().stream().map(this::table).toList()));
            case PgOutput.Message said -> {
                if (said.transactional() && !said.prefix().equals(POKE)) {
                    add(said.xid(), new Change.Message(said.prefix(), said.content()));
                }
            }
            case PgOutput.StreamStart start -> streamed.start(start.xid());
            case PgOutput.StreamStop _ -> streamed.stop();
            case PgOutput.StreamCommit commit -> commit(commit);
            case PgOutput.StreamAbort abort -> streamed.abort(abort);
        }
    }

    private Parts parts(int xid, Lsn position, Instant at) {
        return new Parts(xids.whole(xid), position, at, place.toldOf(position), bounds, sink);
    }

    private void commit(Lsn end) {
        if (open == null) {
            throw new NotUnderstood("a transaction ends that did not begin");
        }
        open.finish();
        open = null;
        sink.progress(end);
    }

    private void commit(PgOutput.StreamCommit commit) {
        List<Change> changes = streamed.commit(commit.xid());
        if (changes == null) {
            if (place.toldOf(commit.position()) >= 0) {
                sink.lost(commit.end(), "a transaction of more than "
                        + bounds.streamedBytesMax() + " bytes came before it ended, which is more "
                        + "than is kept");
            }
            return;
        }
        Parts parts = parts(commit.xid(), commit.position(), commit.at());
        changes.forEach(parts::add);
        parts.finish();
        sink.progress(commit.end());
    }

    private void row(PgOutput.Row row) {
        CellRow after = row.before() == null || row.keyOnly() || row.after() == null
                ? row.after() : filled(row.after(), row.before());
        add(row.xid(), new Change.OfRow(
                row.kind(), table(row.relation()), row.before(), row.keyOnly(), after));
    }

    /// A whole old row has also the values that the new one does not repeat.
    private static CellRow filled(CellRow after, CellRow before) {
        byte[][] cells = after.cells();
        for (int i = 0; i < cells.length; i++) {
            if (after.unchanged(i)) {
                cells[i] = before.cells()[i];
            }
        }
        return after;
    }

    private ChangedTable table(int oid) {
        return tables.of(oid, streamed.picture());
    }

    private void add(int xid, Change change) {
        if (streamed.under()) {
            streamed.add(xid, change);
        } else if (open != null) {
            open.add(change);
        } else {
            throw new NotUnderstood("a change outside of any transaction");
        }
    }
}
