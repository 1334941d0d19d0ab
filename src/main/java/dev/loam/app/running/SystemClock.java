package dev.loam.app.running;

import dev.loam.ports.time.Clock;
import java.time.Instant;

/// The machine's own clocks.
public final class SystemClock implements Clock {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
