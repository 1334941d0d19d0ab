package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.ports.time.Clock;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How far the feed has told what was committed, and as of when that is known to be all.
///
/// Moments are nanoseconds since this was made. To be caught up as of a moment is proven thus: at
/// the moment the end of the log is asked for, and later the feed tells that everything before that
/// position was told; whatever could be seen at that moment had its commit in the log before it.
/// Thread-safe; reading is free of locks.
final class Freshness {
    private static final long NEVER = -1;
    private static final int PROBES_MAX = 32;

    private final Clock clock;
    private final long origin;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ArrayDeque<Probe> probes = new ArrayDeque<>();
    private volatile long told;
    private volatile long caughtUpAt = NEVER;
    private volatile long blockedUntil;

    private record Probe(long at, Lsn position) {
    }

    Freshness(Clock clock) {
        this.clock = clock;
        this.origin = clock.nanos();
    }

    long now() {
        return clock.nanos() - origin;
    }

    /// Everything that committed at a position below it has been told.
    Lsn told() {
        return new Lsn(told);
    }

    boolean toldUpTo(Lsn position) {
        return Long.compareUnsigned(told, position.value()) >= 0;
    }

    /// The latest moment as of which everything was told, negative for none. To be read before an
    /// entry is looked up: what was told later may have removed it.
    long caughtUpAt() {
        return caughtUpAt;
    }

    /// Whether the feed has not come yet to where a write of this process needs it.
    boolean blocked() {
        return Long.compareUnsigned(told, blockedUntil) < 0;
    }

    /// The feed begins (again) at this position, and what was known is void.
    void restart(Lsn from) {
        lock.lock();
        try {
            told = from.value();
            caughtUpAt = NEVER;
            blockedUntil = 0;
            probes.clear();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Everything below this position has been told.
    void told(Lsn to) {
        if (toldUpTo(to)) {
            return;
        }
        lock.lock();
        try {
            told = to.value();
            settle();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The log ended at this position when it was asked at that moment or a little later.
    void probed(long at, Lsn position) {
        lock.lock();
        try {
            if (probes.size() >= PROBES_MAX) {
                // The older ones are reached first; the newest will be asked for again.
                probes.removeLast();
            }
            probes.addLast(new Probe(at, position));
            settle();
        } finally {
            lock.unlock();
        }
    }

    private void settle() {
        while (!probes.isEmpty() && toldUpTo(probes.getFirst().position())) {
            caughtUpAt = Math.max(caughtUpAt, probes.removeFirst().at());
        }
    }

    /// Nothing is given from the cache until everything below this position has been told.
    void block(Lsn until) {
        lock.lock();
        try {
            if (Long.compareUnsigned(blockedUntil, until.value()) < 0) {
                blockedUntil = until.value();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything below the position was told; false when that is not so in time.
    boolean await(Lsn position, long nanosMax) {
        if (toldUpTo(position)) {
            return true;
        }
        lock.lock();
        try {
            long left = nanosMax;
            while (!toldUpTo(position) && left > 0) {
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return toldUpTo(position);
    }
}
