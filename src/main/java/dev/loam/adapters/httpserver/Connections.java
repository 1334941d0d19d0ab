package dev.loam.adapters.httpserver;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The connections that are open, and the end of them all.
final class Connections {
    private final Set<Open> open = new HashSet<>();
    private volatile boolean ending;

    /// False when the server is ending and the connection must not begin.
    synchronized boolean enter(Open connection) {
        return !ending && open.add(connection);
    }

    synchronized void leave(Open connection) {
        open.remove(connection);
        if (ending) {
            notifyAll();
        }
    }

    boolean areEnding() {
        return ending;
    }

    /// From here on none begins, and every open one ends when it can.
    void end() {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        each(Open::end);
    }

    /// From here on none begins, and every open one is cut off.
    void cut() {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        each(Open::cut);
    }

    /// Waits until none is open, at most until a moment of `System.nanoTime`; false when time was
    /// up.
    synchronized boolean awaitNone(long untilNanos) throws InterruptedException {
        while (!open.isEmpty()) {
            long leftMillis = (untilNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    /// Looks again and again for connections that wait too long for their client, and cuts them.
    /// Blocks until the server has ended.
    void watchIdle(Duration period) {
        try {
            while (pause(period.toMillis())) {
                each(Open::cutIfStalled);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean pause(long millis) throws InterruptedException {
        if (!ending || !open.isEmpty()) {
            wait(millis);
        }
        return !ending || !open.isEmpty();
    }

    private void each(Consumer<Open> action) {
        List<Open> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        all.forEach(action);
    }
}
