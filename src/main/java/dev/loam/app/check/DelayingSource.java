package dev.loam.app.check;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.changes.SourceState;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// A source that tells everything, but late: a little each time, and now and then much.
public final class DelayingSource implements ChangeSource {
    private static final int MUCH_EVERY = 400;
    private static final long MUCH_NANOS = 300_000_000;
    private static final int LITTLE_NANOS_MAX = 8_000_000;

    private final ChangeSource source;
    private final Random random;

    public DelayingSource(ChangeSource source, long seed) {
        this.source = source;
        this.random = new Random(seed);
    }

    @Override
    public void start(ChangeListener listener, Lsn after) {
        source.start(new Late(listener), after);
    }

    @Override
    public void poke() {
        source.poke();
    }

    @Override
    public SourceState state() {
        return source.state();
    }

    @Override
    public void close() {
        source.close();
    }

    /// Calls come one at a time, and so do those to the random numbers.
    private final class Late implements ChangeListener {
        private final ChangeListener listener;

        Late(ChangeListener listener) {
            this.listener = listener;
        }

        private void dawdle() {
            LockSupport.parkNanos(random.nextInt(MUCH_EVERY) == 0 ? MUCH_NANOS
                    : random.nextInt(4) == 0 ? random.nextInt(LITTLE_NANOS_MAX) : 0);
        }

        @Override
        public void onStart(Lsn from, String gap) {
            dawdle();
            listener.onStart(from, gap);
        }

        @Override
        public void onCommit(Commit commit) {
            dawdle();
            listener.onCommit(commit);
        }

        @Override
        public void onProgress(Lsn to) {
            listener.onProgress(to);
        }

        @Override
        public void onPause(String why) {
            listener.onPause(why);
        }

        @Override
        public void onEnd(String why) {
            listener.onEnd(why);
        }
    }
}
