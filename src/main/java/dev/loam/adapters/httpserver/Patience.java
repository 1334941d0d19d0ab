package dev.loam.adapters.httpserver;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// A bound on waiting for the client that begins when the first wait does, so that input that is
/// already there costs no look at the clock.
///
/// It may ask for a speed too: after a grace, so many bytes for each second that the client was
/// waited for. What a handler does between two waits is not the client's time.
final class Patience {
    private static final long SECOND_NANOS = 1_000_000_000;

    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    private final LongSupplier nanos;
    private final long bytesPerSecondMin;
    private Duration limit;
    private long startedAtNanos;
    private boolean started;
    /// Time that the client was waited for, and may be, where a speed is asked for.
    private long waitedNanos;
    private long allowedNanos;
    private long waitingSinceNanos;
    private boolean waiting;
    private boolean slow;

    Patience(Duration limit) {
        this(limit, 0, Duration.ZERO);
    }

    /// `bytesPerSecondMin` 0 asks for no speed.
    Patience(Duration limit, long bytesPerSecondMin, Duration grace) {
        this(limit, bytesPerSecondMin, grace, System::nanoTime);
    }

    Patience(Duration limit, long bytesPerSecondMin, Duration grace, LongSupplier nanos) {
        this.nanos = nanos;
        this.limit = limit;
        this.bytesPerSecondMin = bytesPerSecondMin;
        this.allowedNanos = grace.toNanos();
    }

    /// Bounds it, more narrowly if need be, from now on.
    void atMost(Duration left) {
        long now = nanos.getAsLong();
        start(now);
        Duration other = left.plusNanos(now - startedAtNanos);
        limit = other.compareTo(limit) < 0 ? other : limit;
    }

    /// Milliseconds left, at least one, for a wait that begins now.
    int leftMillis() throws SocketTimeoutException {
        long now = nanos.getAsLong();
        start(now);
        long left = limit.toNanos() - (now - startedAtNanos);
        if (left <= 0) {
            throw new SocketTimeoutException("longer than " + limit);
        }
        if (bytesPerSecondMin > 0) {
            waited(now);
            waiting = true;
            waitingSinceNanos = now;
            long atThisSpeed = allowedNanos - waitedNanos;
            slow = atThisSpeed < left;
            if (atThisSpeed <= 0) {
                throw new SocketTimeoutException("slower than " + bytesPerSecondMin + " B/s");
            }
            left = Math.min(left, atThisSpeed);
        }
        return (int) Math.min(Integer.MAX_VALUE, left / 1_000_000 + 1);
    }

    /// So many bytes have come, and whatever wait there was is over.
    void came(int n) {
        if (bytesPerSecondMin > 0) {
            if (waiting) {
                waited(nanos.getAsLong());
            }
            allowedNanos = Math.min(
                    FOREVER_NANOS, allowedNanos + n * SECOND_NANOS / bytesPerSecondMin);
        }
    }

    private void waited(long now) {
        if (waiting) {
            waiting = false;
            waitedNanos += now - waitingSinceNanos;
        }
    }

    private void start(long now) {
        if (!started) {
            started = true;
            startedAtNanos = now;
        }
    }

    /// Whether it was the speed that ended it, or would have next.
    boolean wasSlow() {
        return slow;
    }

    Duration limit() {
        return limit;
    }
}
