package dev.loam.app.running;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;

/// Hears in the feed whether the schema may be another one.
final class SchemaWatch implements ChangeListener {
    private final Listener listener;

    /// Must return at once.
    interface Listener {
        /// `otherDatabase` when it may even be one of another past, restored or promoted.
        void onSchema(boolean otherDatabase);
    }

    SchemaWatch(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void onStart(Lsn from, String gap) {
        listener.onSchema(gap != null);
    }

    @Override
    public void onCommit(Commit commit) {
        for (Change change : commit.changes()) {
            if (change instanceof Change.Message(String prefix, byte[] _)
                    && prefix.equals("loam.ddl")) {
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
