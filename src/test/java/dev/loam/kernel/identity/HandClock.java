package dev.loam.kernel.identity;

import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// A clock that stands still until it is moved by hand.
public final class HandClock implements Clock {
    public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private Instant now = NOON;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return now.toEpochMilli() * 1_000_000;
    }

    public void set(Instant instant) {
        now = instant;
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }
}
