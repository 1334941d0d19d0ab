package dev.loam.kernel.cache;

import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// A clock that stands still until it is moved.
final class HandClock implements Clock {
    private long nanos = 1_000_000_000;

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }
}
