package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.rate.PostgresRates;
import dev.loam.adapters.redis.RedisRates;
import dev.loam.app.config.RateSettings;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.rate.Uncounted;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store of the limits that processes share, as the settings name it.
final class RateStores {
    private static final Logger LOG = LoggerFactory.getLogger(RateStores.class);
    private static final int CONNECTIONS = 2;
    private static final int QUEUE_MAX = 1_000;
    private static final int BATCH = 5_000;
    private static final Duration CONNECT_MAX = Duration.ofMillis(500);
    private static final Duration WORK_MAX = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMinutes(1);

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

    /// Makes the store ready, and clears what is whole again, for as long as the process runs.
    static Worker upkeep(RateStore store, Clock clock) {
        return new Worker() {
            private boolean ready;

            @Override
            public String name() {
                return "rate-upkeep";
            }

            @Override
            public void run() throws InterruptedException {
                while (true) {
                    work();
                    Thread.sleep(ready ? PAUSE : CONNECT_MAX);
                }
            }

            private void work() {
                try {
                    if (!ready && store instanceof PostgresRates rates) {
                        rates.prepare(Deadline.after(WORK_MAX, clock.nanos()));
                    }
                    ready = true;
                    int gone = BATCH;
                    while (gone == BATCH) {
                        gone = store.clean(BATCH, Deadline.after(WORK_MAX, clock.nanos()));
                    }
                } catch (Uncounted wrong) {
                    LOG.debug("The store of shared limits is not kept up", wrong);
                }
            }
        };
    }
}
