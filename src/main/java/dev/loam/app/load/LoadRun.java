package dev.loam.app.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// One run of a plan, from the first connection to the report.
///
/// Two threads share the work. The pacer wakes when a request is due and sends it on a connection
/// that is free. The caller's thread waits at the selector for answers; a connection that has its
/// answer at once takes the oldest request that is due and could not be sent, and only without one
/// becomes free. So a server that stands still makes requests late, never fewer, and each is timed
/// from the moment it was due.
///
/// Why a selector and not a virtual thread for each connection: one wake serves all answers that
/// are there, and the generator shares its machine with what it measures.
public final class LoadRun {
    private static final int READ_BYTES = 64 << 10;
    private static final long LOOK_MILLIS = 50;
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(100);

    private final LoadPlan plan;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] bytes = new byte[READ_BYTES];

    // Guards what follows, and who owns a connection.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Deque<LoadConnection> free = new ArrayDeque<>();
    private long next;
    private boolean starved;
    private volatile boolean over;

    private long startNanos;
    private long endNanos;
    private long lookedNanos;
    private Tally tally;

    private LoadRun(LoadPlan plan, Selector selector) {
        this.plan = plan;
        this.selector = selector;
    }

    /// Blocks until the run is over: its time, and at most one `timeout` for the last answers.
    /// Fails when not every connection can be opened at the start.
    public static LoadReport run(LoadPlan plan) throws IOException {
        try (Selector selector = Selector.open()) {
            var run = new LoadRun(plan, selector);
            try {
                return run.whole();
            } finally {
                run.over = true;
                selector.keys().forEach(key -> connection(key).close());
            }
        }
    }

    private LoadReport whole() throws IOException {
        for (int opened = 0; opened < plan.connections(); opened++) {
            free.add(LoadConnection.open(plan.target(), selector));
        }
        startNanos = System.nanoTime();
        long counted = startNanos + plan.warmup().toNanos();
        endNanos = counted + plan.duration().toNanos();
        lookedNanos = startNanos;
        tally = new Tally(counted);
        Thread.ofPlatform().daemon().name("load-pacer").start(
                plan.closed() ? this::sendFirst : this::pace);
        while (!finished(System.nanoTime())) {
            selector.select(this::attend, LOOK_MILLIS);
            dropOverdue(System.nanoTime());
        }
        countUnsent(System.nanoTime());
        return tally.report(endNanos);
    }

    private void sendFirst() {
        while (true) {
            lock.lock();
            try {
                LoadConnection one = free.poll();
                if (one == null) {
                    return;
                }
                proceedLocked(one, System.nanoTime());
            } finally {
                lock.unlock();
            }
        }
    }

    /// Sends what is due on what is free, to the last.
    private void pace() {
        lock.lock();
        try {
            while (next < plan.sends() && !over) {
                long wait = dueNanos(next) - System.nanoTime();
                if (free.isEmpty()) {
                    starved = true;
                    freed.awaitNanos(Duration.ofMillis(LOOK_MILLIS).toNanos());
                    starved = false;
                } else if (wait > 0) {
                    freed.awaitNanos(wait);
                } else {
                    proceedLocked(free.poll(), System.nanoTime());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Gives a connection its next request, or sets it free.
    private void proceed(LoadConnection connection, long now) {
        lock.lock();
        try {
            proceedLocked(connection, now);
        } finally {
            lock.unlock();
        }
    }

    // Sending takes a few microseconds; under the lock, it keeps the order of what is due.
    private void proceedLocked(LoadConnection connection, long now) {
        long number = claim(now);
        if (number < 0) {
            free.add(connection);
            if (starved) {
                freed.signal();
            }
            return;
        }
        connection.take(plan.request(number), plan.closed() ? now : dueNanos(number), now);
        try {
            connection.send();
        } catch (IOException | CancelledKeyException failure) {
            lost(connection, reason(failure));
        }
    }

    /// The number of the next request if it is due, else -1. Under the lock.
    private long claim(long now) {
        boolean due = plan.closed() ? now - endNanos < 0
                : next < plan.sends() && now - dueNanos(next) >= 0;
        return due ? next++ : -1;
    }

    private long dueNanos(long number) {
        return startNanos + plan.dueNanos(number);
    }

    private void attend(SelectionKey key) {
        LoadConnection connection = connection(key);
        try {
            if (key.isWritable()) {
                connection.send();
            }
            if (key.isReadable()) {
                read(connection);
            }
        } catch (IOException | RuntimeException failure) {
            lost(connection, reason(failure));
        }
    }

    private void read(LoadConnection connection) throws IOException {
        int length = connection.read(buffer.clear());
        long now = System.nanoTime();
        if (length < 0) {
            if (connection.busy() && connection.answer().takeEnd()) {
                answered(connection, now);
            } else {
                lost(connection, "closed without an answer");
            }
            return;
        }
        buffer.flip().get(bytes, 0, length);
        tally.received(length, now);
        if (!connection.busy()) {
            throw new IOException("an answer nobody asked for");
        }
        if (connection.answer().take(bytes, length)) {
            answered(connection, now);
        }
    }

    private void answered(LoadConnection connection, long now) {
        tally.answered(connection.answer().status(), connection.dueNanos(), now);
        connection.idle();
        if (connection.answer().closes()) {
            connection.close();
            replace();
        } else {
            proceed(connection, now);
        }
    }

    /// The connection is of no more use; a request under way on it has failed.
    private void lost(LoadConnection connection, String why) {
        lock.lock();
        try {
            if (connection.busy()) {
                connection.idle();
                tally.failed(why, connection.dueNanos(), System.nanoTime());
            } else if (!free.remove(connection)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
        replace();
    }

    private void replace() {
        Thread.ofVirtual().name("load-reconnect").start(this::connectAgain);
    }

    /// Tries until the end of the run. Each failed try takes a request that is due with it.
    private void connectAgain() {
        while (!over) {
            try {
                proceed(LoadConnection.open(plan.target(), selector), System.nanoTime());
                return;
            } catch (IOException failure) {
                failOne("no connection: " + reason(failure), System.nanoTime());
            } catch (ClosedSelectorException _) {
                // The run has ended meanwhile.
                return;
            }
            LockSupport.parkNanos(RECONNECT_PAUSE.toNanos());
        }
    }

    private void failOne(String why, long now) {
        lock.lock();
        try {
            long number = claim(now);
            if (number >= 0) {
                tally.failed(why, plan.closed() ? now : dueNanos(number), now);
            }
        } finally {
            lock.unlock();
        }
    }

    // Not at every answer: with many connections a look at all of them is long.
    private void dropOverdue(long now) {
        if (now - lookedNanos < Duration.ofMillis(LOOK_MILLIS).toNanos()) {
            return;
        }
        lookedNanos = now;
        for (SelectionKey key : selector.keys()) {
            LoadConnection one = connection(key);
            if (one.busy() && now - one.sentNanos() > plan.timeout().toNanos()) {
                lost(one, "no answer in time");
            }
        }
    }

    private boolean finished(long now) {
        if (now - endNanos < 0) {
            return false;
        }
        lock.lock();
        try {
            boolean sent = plan.closed() || next >= plan.sends();
            return now - endNanos > plan.timeout().toNanos() || sent
                    && selector.keys().stream().noneMatch(key -> connection(key).busy());
        } finally {
            lock.unlock();
        }
    }

    /// What was due and could not even be sent, or is still under way.
    private void countUnsent(long now) {
        lock.lock();
        try {
            over = true;
            selector.keys().stream().map(LoadRun::connection).filter(LoadConnection::busy)
                    .forEach(one -> tally.failed("no answer in time", one.dueNanos(), now));
            for (; !plan.closed() && next < plan.sends(); next++) {
                tally.failed("never sent", dueNanos(next), now);
            }
        } finally {
            lock.unlock();
        }
    }

    private static LoadConnection connection(SelectionKey key) {
        return (LoadConnection) key.attachment();
    }

    private static String reason(Exception failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
