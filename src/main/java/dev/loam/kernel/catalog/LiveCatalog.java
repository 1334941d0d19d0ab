package dev.loam.kernel.catalog;

import dev.loam.base.task.Deadline;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the current catalog, and makes a new one when asked while the old one keeps serving.
///
/// One thread reads; requests to reload that come while it does make it read once more afterwards,
/// however many they are, since what they announce may have come too late for the reading under
/// way. When reading fails the old catalog stays, and the thread tries again, after a pause that
/// doubles from `pauseMin` to `pauseMax`, until it succeeds; a request to reload ends the pause.
public final class LiveCatalog implements Catalogs, AutoCloseable {
    private final Source source;
    private final Clock clock;
    private final Listener listener;
    private final Duration pauseMin;
    private final Duration pauseMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread reader;
    private volatile Catalog current;
    private boolean wanted = true;
    private boolean closed;

    /// Starts reading the first catalog. `clock` tells how long readings take.
    public LiveCatalog(
            Source source, Clock clock, Listener listener, Duration pauseMin,
            Duration pauseMax) {
        this.source = source;
        this.clock = clock;
        this.listener = listener;
        this.pauseMin = pauseMin;
        this.pauseMax = pauseMax;
        this.reader = Thread.ofVirtual().name("catalog-reader").start(this::readWhenWanted);
    }

    /// Reads a whole catalog; blocks, within a deadline of its own choice.
    @FunctionalInterface
    public interface Source {
        Catalog read(long version) throws CatalogUnreadable;
    }

    /// Hears what became of readings, one at a time, on the reading thread; must not throw.
    public interface Listener {
        void onLoaded(Catalog catalog, Duration took);

        /// The next attempt comes after `pause` at the latest.
        void onFailed(Exception why, Duration pause);
    }

    @Override
    public Catalog current() {
        return current;
    }

    /// Asks for a catalog that is read from now on. Returns at once.
    public void reload() {
        lock.lock();
        try {
            wanted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the first catalog; false when the deadline passed or this was closed before.
    public boolean awaitFirst(Deadline deadline) throws InterruptedException {
        return awaitNewer(0, deadline);
    }

    /// Waits for a catalog of a version above `version`; false when the deadline passed or this was
    /// closed before.
    public boolean awaitNewer(long version, Deadline deadline) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && (current == null || current.version() <= version)) {
                long left = deadline.left(clock.nanos()).toNanos();
                if (left <= 0 || changed.awaitNanos(left) <= 0) {
                    break;
                }
            }
            return current != null && current.version() > version;
        } finally {
            lock.unlock();
        }
    }

    /// Stops reading and waits for a reading under way. The current catalog stays.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readWhenWanted() {
        Duration pause = Duration.ZERO;
        long version = 1;
        while (isWanted(pause)) {
            long begun = clock.nanos();
            try {
                Catalog read = source.read(version);
                publish(read);
                listener.onLoaded(read, Duration.ofNanos(clock.nanos() - begun));
                read.names().prepare();
                version++;
                pause = Duration.ZERO;
            } catch (CatalogUnreadable | RuntimeException e) {
                // A defect, too, must not end the thread: the next schema may be readable.
                pause = longer(pause);
                listener.onFailed(e, pause);
            }
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.isZero() ? pauseMin : pause.multipliedBy(2);
        return twice.compareTo(pauseMax) > 0 ? pauseMax : twice;
    }

    private void publish(Catalog read) {
        lock.lock();
        try {
            current = read;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a reading is wanted, or until the pause after a failed one is over. False once
    /// closed.
    private boolean isWanted(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && !wanted && (pause.isZero() || left > 0)) {
                if (pause.isZero()) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            wanted = false;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}
