package dev.loam.base.task;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Work that a thread of its own does again and again: when it is asked to, and after a pause that
/// the last round chose.
///
/// However often it is asked while a round is under way, one more serves them all: what they
/// announce may have come too late for that one. Thread-safe.
public final class Rounds implements AutoCloseable {
    private final Round round;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Rounds asked for are numbered, and so is the last one that began and that succeeded.
    private long asked;
    private long begun;
    private long succeeded;
    private boolean closed;

    /// One round. What it throws is a defect that ends the thread.
    @FunctionalInterface
    public interface Round {
        Next run();
    }

    /// What comes after a round: whether it did what it was to do, and the longest time to the next
    /// one, null to wait until it is asked for.
    public record Next(boolean success, Duration pause) {
    }

    /// The first round comes that long after [#begin], at once for zero.
    public Rounds(String name, Duration first, Round round) {
        this.round = round;
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(first));
    }

    /// Begins. To be called once, when all that a round uses is there.
    public void begin() {
        thread.start();
    }

    /// Asks for a round that begins from now on; returns at once.
    public void ask() {
        lock.lock();
        try {
            asked++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Asks for a round and waits until it has succeeded; false when it does not in time.
    public boolean askAndWait(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long ours = ++asked;
            changed.signalAll();
            return await(() -> succeeded >= ours, atMost);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something holds that a round brings about; false when it does not in time, or
    /// when this was closed before.
    public boolean await(BooleanSupplier reached, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!reached.getAsBoolean() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return reached.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /// Has those who wait look again, before the round is over.
    public void tell() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Begins no round any more and waits for the one under way.
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
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Duration first) {
        var pause = first;
        while (isDue(pause)) {
            var next = round.run();
            pause = next.pause();
            ended(next.success());
        }
    }

    private void ended(boolean success) {
        lock.lock();
        try {
            succeeded = success ? begun : succeeded;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a round is due or asked for. False once closed.
    private boolean isDue(Duration pause) {
        lock.lock();
        try {
            long left = pause == null ? 0 : pause.toNanos();
            while (!closed && begun == asked && (pause == null || left > 0)) {
                if (pause == null) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            begun = asked;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}
