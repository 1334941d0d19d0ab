package dev.loam.kernel.admission;

import dev.loam.ports.time.Clock;
import java.time.Instant;

/// A clock that stands until it is set.
final class SetClock implements Clock {
    private long nanos;

    void set(long newNanos) {
        nanos = newNanos;
    }

    @Override
    public Instant now() {
        return Instant.ofEpochSecond(0, nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }
}
