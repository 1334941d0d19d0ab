package dev.loam.kernel.lineage;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;

/// Hears in the feed whether the schema may be another one.
public final class SchemaWatch implements ChangeListener {
    private final Listener listener;

    /// Must return at once.
    public interface Listener {
        /// `otherDatabase` when it may even be one of another past, restored or promoted.
        void onSchema(boolean otherDatabase);
    }

    public SchemaWatch(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void onStart(Lsn from, String gap) {
        listener.onSchema(gap != null);
    }

    @Override
    public void onCommit(Commit commit) {
        for (Change change : commit.changes()) {
            if (change instanceof Change.Message message && message.redefines()) {
                listener.onSchema(false);
                return;
            }
        }
    }

    @Override
    public void onProgress(Lsn to) {
        // Of no matter here.
    }

    @Override
    public void onPause(String why) {
        // Whoever reads them says so.
    }
}
