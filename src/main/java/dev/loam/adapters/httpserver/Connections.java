package dev.loam.adapters.httpserver;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The connections that are open, and the end of them all.
final class Connections {
    private final Set<Http1Connection> open = new HashSet<>();
    private boolean stopping;

    /// False when the server is stopping and the connection must not begin.
    synchronized boolean enter(Http1Connection connection) {
        return !stopping && open.add(connection);
    }

    synchronized void leave(Http1Connection connection) {
        open.remove(connection);
        notifyAll();
    }

    /// From here on none begins, and every open one ends when it can, or at once.
    void end(boolean atOnce) {
        List<Http1Connection> all;
        synchronized (this) {
            stopping = true;
            all = List.copyOf(open);
        }
        all.forEach(connection -> connection.close(atOnce));
    }

    /// Waits until none is open, at most until a moment of `System.nanoTime`; false when time was up.
    synchronized boolean awaitNone(long untilNanos) {
        while (!open.isEmpty()) {
            long leftMillis = (untilNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
