package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.rate.PostgresRates;
import dev.loam.adapters.redis.RedisRates;
import dev.loam.app.config.RateSettings;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.time.Clock;
import java.time.Duration;

/// The store of the limits that processes share, as the settings name it.
final class RateStores {
    private static final int CONNECTIONS = 2;
    private static final int QUEUE_MAX = 1_000;
    private static final Duration CONNECT_MAX = Duration.ofMillis(500);

    private RateStores() {
    }

    /// Null where each process counts for itself. PostgreSQL gets connections of its own, lest
    /// limits wait for what they limit.
    static RateStore open(RateSettings given, PostgresConfig database, Clock clock) {
        return switch (given.store()) {
            case MEMORY -> null;
            case POSTGRES -> new PostgresRates(new PostgresDatabase(
                    database.withPool(CONNECTIONS, QUEUE_MAX).withLifetimes(
                            CONNECT_MAX, database.ageMax(), database.idleMax())));
            case REDIS -> new RedisRates(given.redisUrl(), clock);
        };
    }
}
