package dev.loam.kernel.changes;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;

/// One thing that a listener is told. `weight` is about the bytes of memory it takes.
sealed interface Told {
    long SMALL = 64;

    void to(ChangeListener listener);

    default long weight() {
        return SMALL;
    }

    record Started(Lsn from, String gap) implements Told {
        @Override
        public void to(ChangeListener listener) {
            listener.onStart(from, gap);
        }
    }

    record Committed(Commit commit, long weight) implements Told {
        static Committed of(Commit commit) {
            return new Committed(commit, Weights.of(commit));
        }

        @Override
        public void to(ChangeListener listener) {
            listener.onCommit(commit);
        }
    }

    record Progressed(Lsn to) implements Told {
        @Override
        public void to(ChangeListener listener) {
            listener.onProgress(to);
        }
    }

    record Paused(String why) implements Told {
        @Override
        public void to(ChangeListener listener) {
            listener.onPause(why);
        }
    }

    record Ended(String why) implements Told {
        @Override
        public void to(ChangeListener listener) {
            listener.onEnd(why);
        }
    }
}
