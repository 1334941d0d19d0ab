package dev.loam.ports.web;

import java.time.Duration;

/// What an HTTP server accepts before any handler sees it.
///
/// Past `lineBytesMax` 414, past `headerBytesMax` 431, past `bodyBytesMax` 413, and so a body that
/// is taken whole past `wholeBodyBytesMax`; a head or body that takes longer than `headTimeMax` or
/// `bodyTimeMax` 408, and so a body that comes slower than `bodySpeedMin` bytes for each second
/// that it was waited for, once `bodySpeedGrace` has passed (0 for any speed); an idle connection
/// is closed after `idleTimeMax`; connections above `connectionsMax` wait to be accepted.
public record HttpLimits(
        int lineBytesMax, int headerBytesMax, long bodyBytesMax, int wholeBodyBytesMax,
        Duration headTimeMax, Duration bodyTimeMax, long bodySpeedMin, Duration bodySpeedGrace,
        Duration idleTimeMax, int connectionsMax) {
    public static final HttpLimits DEFAULT = new HttpLimits(
            64 << 10, 64 << 10, 1L << 30, 64 << 20, Duration.ofSeconds(20),
            Duration.ofSeconds(60), 1 << 10, Duration.ofSeconds(10), Duration.ofSeconds(75),
            10_000);

    /// With bodies of any speed.
    public HttpLimits(
            int lineBytesMax, int headerBytesMax, long bodyBytesMax, int wholeBodyBytesMax,
            Duration headTimeMax, Duration bodyTimeMax, Duration idleTimeMax,
            int connectionsMax) {
        this(lineBytesMax, headerBytesMax, bodyBytesMax, wholeBodyBytesMax, headTimeMax,
                bodyTimeMax, 0, Duration.ZERO, idleTimeMax, connectionsMax);
    }

    /// With bodies of a speed.
    public HttpLimits withBodySpeed(long bytesPerSecondMin, Duration grace) {
        return new HttpLimits(lineBytesMax, headerBytesMax, bodyBytesMax, wholeBodyBytesMax,
                headTimeMax, bodyTimeMax, bytesPerSecondMin, grace, idleTimeMax, connectionsMax);
    }
}
