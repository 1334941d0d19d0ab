package dev.loam.kernel.changes;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.changes.SourceState;
import java.time.Instant;
import java.util.List;

/// A source that tells what a test says, on the test's thread.
final class ScriptedSource implements ChangeSource {
    ChangeListener listener;
    boolean closed;
    int pokes;

    @Override
    public void start(ChangeListener hub, Lsn after) {
        listener = hub;
    }

    @Override
    public void poke() {
        pokes++;
    }

    @Override
    public SourceState state() {
        return new SourceState(listener != null, null);
    }

    @Override
    public void close() {
        closed = true;
    }

    void start(long from) {
        listener.onStart(new Lsn(from), null);
    }

    void gap(long from) {
        listener.onStart(new Lsn(from), "lost");
    }

    void commit(long position) {
        part(position, 0, true);
    }

    void part(long position, int first, boolean last) {
        listener.onCommit(commit(position, first, last));
    }

    void progress(long to) {
        listener.onProgress(new Lsn(to));
    }

    /// Its content takes 100 bytes.
    static Commit commit(long position, int first, boolean last) {
        return new Commit(position, new Lsn(position), Instant.EPOCH, first,
                List.of(new Change.Message("test", new byte[100])), last);
    }
}
