package dev.loam.modules.realtime.time;

import dev.loam.ports.time.Clock;
import java.time.Duration;

/// How often something may be done in a span of time. Thread-safe.
public final class Rate {
    private final int countMax;
    private final long spanNanos;
    private final Clock clock;
    private long beganAtNanos;
    private int count;

    public Rate(int countMax, Duration span, Clock clock) {
        this.countMax = countMax;
        this.spanNanos = span.toNanos();
        this.clock = clock;
        this.beganAtNanos = clock.nanos();
    }

    /// Whether it may be done so many times more now; if so, they count.
    public synchronized boolean allows(int more) {
        long now = clock.nanos();
        if (now - beganAtNanos >= spanNanos) {
            beganAtNanos = now;
            count = 0;
        }
        if (more > countMax - count) {
            return false;
        }
        count += more;
        return true;
    }
}
