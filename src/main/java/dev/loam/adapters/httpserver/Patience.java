package dev.loam.adapters.httpserver;

import java.net.SocketTimeoutException;
import java.time.Duration;

/// A bound on waiting for the client that begins when the first wait does, so that input that is
/// already there costs no look at the clock.
final class Patience {
    private Duration limit;
    private long startedAtNanos;
    private boolean started;

    Patience(Duration limit) {
        this.limit = limit;
    }

    /// Bounds it, more narrowly if need be, from now on.
    void atMost(Duration left) {
        long now = System.nanoTime();
        if (!started) {
            started = true;
            startedAtNanos = now;
        }
        Duration other = left.plusNanos(now - startedAtNanos);
        limit = other.compareTo(limit) < 0 ? other : limit;
    }

    /// Milliseconds left, at least one.
    int leftMillis() throws SocketTimeoutException {
        long now = System.nanoTime();
        if (!started) {
            started = true;
            startedAtNanos = now;
        }
        long left = limit.toNanos() - (now - startedAtNanos);
        if (left <= 0) {
            throw new SocketTimeoutException("longer than " + limit);
        }
        return (int) Math.min(Integer.MAX_VALUE, left / 1_000_000 + 1);
    }

    Duration limit() {
        return limit;
    }
}
