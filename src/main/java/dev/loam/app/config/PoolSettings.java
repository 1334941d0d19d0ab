package dev.loam.app.config;

import java.time.Duration;

/// The connections to PostgreSQL that requests share.
///
/// `url` is in the form `postgresql://user:password@host:port/name?parameters`, null for Loam's own
/// server.
public record PoolSettings(
        String url, int size, int queueMax, Duration waitMax, Duration idleMax,
        Duration lifetimeMax, boolean preparedStatements) {
    static PoolSettings from(Resolved values, String url) {
        return new PoolSettings(
                url, values.get(Settings.POOL_SIZE), values.get(Settings.POOL_QUEUE_MAX),
                values.get(Settings.POOL_WAIT_MAX), values.get(Settings.POOL_IDLE_MAX),
                values.get(Settings.POOL_LIFETIME_MAX),
                values.get(Settings.PREPARED_STATEMENTS));
    }

    @Override
    public String toString() {
        return "PoolSettings[" + (url == null ? "own server" : Kind.hidePassword(url))
                + ", size=" + size + "]";
    }
}
