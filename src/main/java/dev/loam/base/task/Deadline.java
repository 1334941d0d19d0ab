package dev.loam.base.task;

import java.time.Duration;

/// The moment, on the monotonic clock of `ports.time.Clock#nanos`, after which nobody waits for an
/// answer any more.
public record Deadline(long atNanos) {
    public static Deadline after(Duration wait, long nowNanos) {
        return new Deadline(nowNanos + wait.toNanos());
    }

    /// Time left, zero when it has passed.
    public Duration left(long nowNanos) {
        return Duration.ofNanos(Math.max(0, atNanos - nowNanos));
    }

    public boolean passed(long nowNanos) {
        return atNanos - nowNanos <= 0;
    }
}
