package dev.loam.app.running;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.SourceState;

/// In place of a source where committed changes are not to be read.
final class NoChanges implements ChangeSource {
    private static final String WHY = "switched off (changes.source)";

    @Override
    public void start(ChangeListener listener, Lsn after) {
        listener.onPause(WHY);
    }

    @Override
    public void poke() {
        // There is nobody to ask.
    }

    @Override
    public SourceState state() {
        return new SourceState(false, WHY);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
