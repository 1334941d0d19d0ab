package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.app.config.PoolSettings;

/// From the settings of the pool to the adapter's configuration.
public final class PoolMapping {
    private PoolMapping() {
    }

    /// Fails with `IllegalArgumentException` when the address cannot be used.
    public static PostgresConfig of(PoolSettings pool) {
        return of(pool, pool.url());
    }

    /// The same for an address that is not configured but made, as for the embedded server.
    public static PostgresConfig of(PoolSettings pool, String url) {
        PostgresConfig address = PostgresConfig.fromUrl(url);
        return address
                .withPool(pool.size(), pool.queueMax())
                .withPreparedStatements(pool.preparedStatements())
                .withWaitMax(pool.waitMax())
                .withLifetimes(address.connectTimeout(), pool.lifetimeMax(), pool.idleMax());
    }
}
