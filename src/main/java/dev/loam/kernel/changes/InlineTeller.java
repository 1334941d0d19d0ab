package dev.loam.kernel.changes;

import dev.loam.ports.changes.ChangeListener;

/// Calls the listener at once, on whichever thread tells.
final class InlineTeller implements Teller {
    private final ChangeListener listener;
    private final End end;
    private volatile boolean silent;

    InlineTeller(ChangeListener listener, End end) {
        this.listener = listener;
        this.end = end;
    }

    @Override
    public void tell(Told told) {
        if (silent) {
            return;
        }
        if (told instanceof Told.Ended) {
            silent = true;
        }
        try {
            told.to(listener);
        } catch (RuntimeException | Error e) {
            end.onThrown(e);
            if (!silent) {
                tell(Endings.thrown(e));
            }
        }
    }

    @Override
    public void tellKept(Told told) {
        tell(told);
    }

    @Override
    public void silence() {
        silent = true;
    }
}
