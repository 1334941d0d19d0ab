package dev.loam.ports.time;

import java.time.Instant;

/// The only source of time above the adapters, so that tests can set it.
///
/// Neither method blocks or fails.
public interface Clock {
    /// Wall-clock time, for what people and tokens see.
    Instant now();

    /// Monotonic nanoseconds from an arbitrary origin, for durations and deadlines.
    long nanos();
}
