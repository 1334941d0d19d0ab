package dev.loam.adapters.httpserver;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The connections that are open, and the end of them all.
///
/// The end comes in three steps: it is announced, while all goes on; connections end when they can;
/// what is left is cut.
final class Connections {
    private final Set<Open> open = new HashSet<>();
    private volatile boolean endAnnounced;
    private volatile boolean over;

    /// False when all are cut and the connection must not begin.
    synchronized boolean enter(Open connection) {
        return !over && open.add(connection);
    }

    synchronized void leave(Open connection) {
        open.remove(connection);
        if (over) {
            notifyAll();
        }
    }

    /// Whether answers are to say that they are the last.
    boolean endIsAnnounced() {
        return endAnnounced;
    }

    /// From here on clients are told to go elsewhere, wherever a protocol has words for it.
    void announceEnd() {
        endAnnounced = true;
        each(Open::announceEnd);
    }

    /// Every one ends that can. To be called again as long as there are any.
    void end() {
        each(Open::end);
    }

    /// From here on none begins, and every open one is cut off.
    void cut() {
        synchronized (this) {
            endAnnounced = true;
            over = true;
            notifyAll();
        }
        each(Open::cut);
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
        if (!over || !open.isEmpty()) {
            wait(millis);
        }
        return !over || !open.isEmpty();
    }

    private void each(Consumer<Open> action) {
        List<Open> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        all.forEach(action);
    }
}
