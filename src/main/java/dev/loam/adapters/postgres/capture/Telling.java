package dev.loam.adapters.postgres.capture;

import dev.loam.adapters.postgres.capture.LogReader.Row;
import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.Change.Kind;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangedTable;
import dev.loam.ports.changes.Commit;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes commits of rows, and knows what has been told, so that nothing is told twice when a
/// connection breaks amidst a reading.
///
/// A transaction is given the position at which it last wrote into the table, or the one behind
/// what was told before where that is more: still one before its commit. A position `to` was
/// passed once a snapshot shows all transactions that had begun when the log had come there: `to`
/// was read before a snapshot whose `xmax` is at most the `xmin` of one whose rows were all told.
final class Telling {
    private final ChangeListener listener;
    private final int partChanges;
    /// Of the reading that did not come to its end: transactions told wholly.
    private final Set<Long> told = new HashSet<>();
    private final List<Change> part = new ArrayList<>();
    private Snapshot seen;
    private Lsn position;
    private Lsn passed;
    private Lsn pending;
    private long pendingXmax;
    /// The transaction that is being read, and how many of its changes were told or passed over.
    private Row current;
    private Lsn currentPosition;
    private int count;
    /// That which broke off, and how many of its changes were told.
    private long brokenXid;
    private Lsn brokenPosition;
    private int brokenCount;

    Telling(ChangeListener listener, int partChanges) {
        this.listener = listener;
        this.partChanges = partChanges;
    }

    /// From here on: whatever the snapshot does not show.
    void restart(Lsn from, Snapshot snapshot, String gap) {
        seen = snapshot;
        position = from;
        passed = from;
        pending = null;
        told.clear();
        forget();
        brokenPosition = null;
        listener.onStart(from, gap);
    }

    /// Null before the first start.
    Snapshot seen() {
        return seen;
    }

    /// Whether progress waits for transactions to end.
    boolean waits() {
        return pending != null;
    }

    private void forget() {
        current = null;
        part.clear();
        count = 0;
    }

    /// A reading begins, perhaps anew.
    void begin() {
        if (current != null && count - part.size() > 0) {
            brokenXid = current.xid();
            brokenPosition = currentPosition;
            brokenCount = count - part.size();
        }
        forget();
    }

    void take(Row row, Shapes shapes, LogReader reader) throws SQLException {
        if (told.contains(row.xid())) {
            return;
        }
        if (current == null || current.xid() != row.xid()) {
            finish();
            current = row;
            currentPosition = position(row);
        } else if (part.size() >= partChanges) {
            tell(false);
        }
        boolean again = brokenPosition != null && brokenXid == row.xid() && count < brokenCount;
        if (!again) {
            part.add(change(row, shapes, reader));
        }
        count++;
    }

    private Lsn position(Row row) {
        if (brokenPosition != null && brokenXid == row.xid()) {
            return brokenPosition;
        }
        var next = new Lsn(position.value() + 1);
        return row.lsn().compareTo(next) > 0 ? row.lsn() : next;
    }

    private void finish() {
        if (current != null) {
            tell(true);
            told.add(current.xid());
            forget();
        }
    }

    private void tell(boolean last) {
        position = currentPosition;
        listener.onCommit(new Commit(current.xid(), currentPosition, current.at(),
                count - part.size(), part, last));
        part.clear();
    }

    /// All was read that this snapshot shows; `end` is how far the log had come before.
    void end(Snapshot snapshot, Lsn end) {
        finish();
        told.clear();
        brokenPosition = null;
        seen = snapshot;
        if (pending != null && snapshot.xmin() >= pendingXmax) {
            pass(pending);
            pending = null;
        }
        if (snapshot.xmin() >= snapshot.xmax()) {
            pass(end);
            pending = null;
        } else if (pending == null) {
            pending = end;
            pendingXmax = snapshot.xmax();
        }
    }

    private void pass(Lsn to) {
        if (to.compareTo(passed) > 0 && to.compareTo(position) > 0) {
            passed = to;
            listener.onProgress(to);
        }
    }

    private static Change change(Row row, Shapes shapes, LogReader reader) throws SQLException {
        if (row.kind() == 'M') {
            return new Change.Message(row.old(), row.now().getBytes(StandardCharsets.UTF_8));
        }
        ChangedTable table = shapes.table(row.shape(), reader.connection());
        if (row.kind() == 'T') {
            return new Change.Truncation(List.of(table));
        }
        int cells = table.columns().size();
        return new Change.OfRow(
                switch (row.kind()) {
                    case 'I' -> Kind.INSERT;
                    case 'U' -> Kind.UPDATE;
                    default -> Kind.DELETE;
                },
                table, row.old() == null ? null : CompositeText.row(row.old(), cells), false,
                row.now() == null ? null : CompositeText.row(row.now(), cells));
    }
}
