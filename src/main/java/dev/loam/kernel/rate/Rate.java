package dev.loam.kernel.rate;

import dev.loam.base.limit.Gcra;
import dev.loam.ports.time.Clock;
import java.time.Duration;

/// How often something may be done in a span of time: the whole count at once, then evenly.
/// Thread-safe.
public final class Rate {
    private final Gcra gcra;
    private final Clock clock;
    private long wholeAt;

    /// Of no times at all where the count is zero.
    public Rate(int countMax, Duration span, Clock clock) {
        this.gcra = countMax == 0 ? null : Gcra.of(countMax, span);
        this.clock = clock;
        this.wholeAt = clock.nanos();
    }

    /// Whether it may be done so many times more now; if so, they count.
    public synchronized boolean allows(int more) {
        if (gcra == null || more == 0) {
            return more == 0;
        }
        long now = clock.nanos();
        long next = gcra.after(wholeAt, now, more);
        if (gcra.waitNanos(next, now) > 0) {
            return false;
        }
        wholeAt = next;
        return true;
    }
}
