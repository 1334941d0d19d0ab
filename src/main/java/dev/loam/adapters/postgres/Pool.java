package dev.loam.adapters.postgres;

import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Run;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// At most `connectionsMax` connections, opened when needed, given first come, first served.
///
/// The one used last is given first, since its backend's memory is warm; the others grow idle and
/// are closed. A connection that idled for a moment is listened to before it is given, so that a
/// server that restarted meanwhile costs a reconnect and no failure.
final class Pool {
    private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final PostgresConfig config;
    private final long waitNanosMax;
    private final Opener opener;
    private final Semaphore permits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ArrayDeque<Backend> idle = new ArrayDeque<>();
    private final Watch watch = new Watch(this::closeOutlived);
    private boolean closed;

    Pool(PostgresConfig config) {
        this.config = config;
        this.opener = new Opener(config);
        this.waitNanosMax = config.waitMax().toNanos();
        this.permits = new Semaphore(config.connectionsMax(), true);
    }

    Backend take(Run run) throws NoBackend {
        enter(run);
        boolean taken = false;
        try {
            Backend backend = idleOrNew(run);
            taken = true;
            return backend;
        } finally {
            if (!taken) {
                permits.release();
            }
        }
    }

    private void enter(Run run) throws NoBackend {
        try {
            if (permits.tryAcquire(0, TimeUnit.NANOSECONDS)) {
                return;
            }
            if (waiting.incrementAndGet() > config.queueMax()) {
                waiting.decrementAndGet();
                throw new NoBackend(Why.POOL, "too many requests wait for a connection");
            }
            boolean entered;
            try {
                long left = run.deadline().left(System.nanoTime()).toNanos();
                entered = permits.tryAcquire(
                        Math.min(left, waitNanosMax), TimeUnit.NANOSECONDS);
            } finally {
                waiting.decrementAndGet();
            }
            if (!entered) {
                throw new NoBackend(Why.POOL, "no connection became free in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new NoBackend(Why.POOL, "interrupted while waiting for a connection");
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
        boolean kept = false;
        if (backend.clean() && !backend.outlived(config, now)) {
            synchronized (idle) {
                kept = !closed;
                if (kept) {
                    idle.addFirst(backend);
                }
            }
        }
        if (!kept) {
            discard(backend);
        }
        permits.release();
    }

    private void discard(Backend backend) {
        watch.remove(backend);
        backend.close();
    }

    private void closeOutlived() {
        long now = System.nanoTime();
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
}
