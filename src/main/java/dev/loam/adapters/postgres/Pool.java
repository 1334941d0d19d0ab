package dev.loam.adapters.postgres;

import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Run;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// At most `connectionsMax` connections, opened when needed, given first come, first served.
///
/// The one used last is given first, since its backend's memory is warm; the others grow idle and
/// are closed. A connection that idled for a moment is listened to before it is given, so that a
/// server that restarted meanwhile costs a reconnect and no failure.
///
/// Who waits is parked without a time limit, and the [Watch] wakes whoever's time is nearly up:
/// a timer for each wait, nearly always cancelled, took a quarter of the processor time of a busy
/// server.
final class Pool {
    private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final PostgresConfig config;
    private final long waitNanosMax;
    private final Opener opener;
    private final ArrayDeque<Backend> idle = new ArrayDeque<>();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final Watch watch = new Watch(this::tick);
    private final LongConsumer waits;
    /// How many more connections may be in use. Guarded by `idle`, as all that follows.
    private int permits;
    private boolean closed;

    /// @param waits is told how long each one waited that had to
    Pool(PostgresConfig config, LongConsumer waits) {
        this.config = config;
        this.waits = waits;
        this.opener = new Opener(config);
        this.waitNanosMax = config.waitMax().toNanos();
        this.permits = config.connectionsMax();
    }

    /// Someone in line. Once admitted, a connection may be in its hands, or it may open one.
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private final long untilNanos;
        private volatile boolean admitted;
        private Backend given;

        Waiter(long untilNanos) {
            this.untilNanos = untilNanos;
        }

        void admit(Backend backend) {
            given = backend;
            admitted = true;
            LockSupport.unpark(thread);
        }

        long left(long nowNanos) {
            return untilNanos - nowNanos;
        }
    }

    Backend take(Run run) throws NoBackend {
        Backend given = enter(run);
        if (given != null) {
            return given;
        }
        boolean taken = false;
        try {
            Backend backend = idleOrNew(run);
            taken = true;
            return backend;
        } finally {
            if (!taken) {
                leave(null);
            }
        }
    }

    /// Answers the connection that was handed over, null where one has to be looked for.
    private Backend enter(Run run) throws NoBackend {
        Waiter waiter;
        long now;
        synchronized (idle) {
            if (closed) {
                throw new NoBackend(Why.CONNECTION, "the pool is closed");
            }
            if (permits > 0) {
                permits--;
                return null;
            }
            if (waiters.size() >= config.queueMax()) {
                throw new NoBackend(Why.POOL, "too many requests wait for a connection");
            }
            now = System.nanoTime();
            waiter = new Waiter(
                    now + Math.min(run.deadline().left(now).toNanos(), waitNanosMax));
            waiters.addLast(waiter);
        }
        try {
            return admitted(waiter);
        } finally {
            waits.accept(System.nanoTime() - now);
        }
    }

    private Backend admitted(Waiter waiter) throws NoBackend {
        while (!waiter.admitted) {
            long left = waiter.left(System.nanoTime());
            if (left <= 0 && giveUp(waiter)) {
                throw new NoBackend(Why.POOL, "no connection became free in time");
            }
            if (left > Watch.TICK_NANOS) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, left);
            }
            if (Thread.currentThread().isInterrupted() && giveUp(waiter)) {
                throw new NoBackend(Why.POOL, "interrupted while waiting for a connection");
            }
        }
        return waiter.given;
    }

    /// True when the waiter stands in line no more; false when it was admitted just now.
    private boolean giveUp(Waiter waiter) {
        synchronized (idle) {
            return waiters.remove(waiter);
        }
    }

    private Backend idleOrNew(Run run) throws NoBackend {
        for (Backend found = pop(); found != null; found = pop()) {
            if (found.idleNanos(System.nanoTime()) < TRUSTED_NANOS || found.silent()) {
                return found;
            }
            discard(found);
        }
        Backend opened = opener.open(run.deadline());
        watch.add(opened);
        return opened;
    }

    private Backend pop() throws NoBackend {
        synchronized (idle) {
            if (closed) {
                throw new NoBackend(Why.CONNECTION, "the pool is closed");
            }
            return idle.pollFirst();
        }
    }

    /// Takes a connection back, or throws it away.
    void give(Backend backend) {
        long now = System.nanoTime();
        backend.idle(now);
        if (backend.clean() && !backend.outlived(config, now)) {
            leave(backend);
        } else {
            discard(backend);
            leave(null);
        }
    }

    /// Lets the next one in, with the connection that was left if there is one.
    private void leave(Backend left) {
        Waiter next;
        boolean kept = true;
        synchronized (idle) {
            next = waiters.pollFirst();
            if (next == null) {
                permits++;
                kept = left == null || !closed;
                if (left != null && kept) {
                    idle.addFirst(left);
                }
            }
        }
        if (next != null) {
            next.admit(left);
        } else if (!kept) {
            discard(left);
        }
    }

    private void discard(Backend backend) {
        watch.remove(backend);
        backend.close();
    }

    private void tick() {
        long now = System.nanoTime();
        wakeNearlyLate(now);
        closeOutlived(now);
    }

    private void wakeNearlyLate(long now) {
        synchronized (idle) {
            for (Waiter waiter : waiters) {
                if (waiter.left(now) < 2 * Watch.TICK_NANOS) {
                    LockSupport.unpark(waiter.thread);
                }
            }
        }
    }

    private void closeOutlived(long now) {
        var outlived = new ArrayList<Backend>();
        synchronized (idle) {
            for (Iterator<Backend> each = idle.iterator(); each.hasNext();) {
                Backend backend = each.next();
                if (backend.outlived(config, now)) {
                    each.remove();
                    outlived.add(backend);
                }
            }
        }
        outlived.forEach(this::discard);
    }

    /// Closes what is idle; what runs is closed when it is given back.
    void close() {
        List<Backend> left;
        synchronized (idle) {
            closed = true;
            left = List.copyOf(idle);
            idle.clear();
        }
        left.forEach(this::discard);
        watch.close();
    }

    /// How many connections are open.
    int size() {
        return watch.size();
    }

    PoolFigures figures() {
        synchronized (idle) {
            return new PoolFigures(watch.size(), config.connectionsMax() - permits,
                    config.connectionsMax(), waiters.size());
        }
    }
}
