package dev.loam.app.running;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.replication.PgOutputSource;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.app.check.ConsistencyCheck;
import dev.loam.app.check.DelayingSource;
import dev.loam.base.config.ByteSize;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.cache.CacheConfig;
import dev.loam.kernel.cache.CachedDatabase;
import dev.loam.kernel.changes.ChangeHub;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.kernel.lineage.Captured;
import dev.loam.kernel.lineage.LineageReader;
import dev.loam.kernel.lineage.LiveLineage;
import dev.loam.kernel.lineage.SchemaWatch;
import dev.loam.ports.changes.ChangeFeed.Delivery;
import dev.loam.ports.database.Run;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.Set;

/// A cache that is tried, behind a feed that is late by chance.
public final class CheckedCache implements AutoCloseable {
    /// Small, so that answers go for lack of room too.
    private static final CacheConfig CONFIG = new CacheConfig(
            true, new ByteSize(8 << 20), new ByteSize(1 << 20), Duration.ofMillis(500),
            Duration.ofMillis(20), Duration.ofMillis(20), 4096, Set.of(), Set.of(), 0);
    private static final Duration READING_TIME_MAX = Duration.ofSeconds(20);
    private static final LiveLineage.Pauses PAUSES = new LiveLineage.Pauses(
            Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMillis(20));

    private final PostgresDatabase plain;
    private final PostgresDatabase probes;
    private final ChangeHub feed;
    private final LiveLineage lineage;
    private final CachedDatabase cache;
    private final long seed;

    private CheckedCache(PostgresConfig database, long seed) {
        this.seed = seed;
        Clock clock = new SystemClock();
        plain = new PostgresDatabase(database);
        probes = new PostgresDatabase(database);
        feed = new ChangeHub(new DelayingSource(new PgOutputSource(database,
                ReplicationSettings.of(ReplicationSettings.PUBLICATIONS)), seed),
                HubConfig.DEFAULTS, clock, new LiveServing.FeedLog());
        var reader = new LineageReader(probes,
                Captured.byPublication(ReplicationSettings.PUBLICATIONS.getFirst()),
                () -> Run.until(Deadline.after(READING_TIME_MAX, clock.nanos())));
        lineage = new LiveLineage(reader, clock, new LiveServing.LineageLog(() -> { }), PAUSES);
        cache = CachedDatabase.open(
                plain, probes, feed, lineage, clock, CachePolicy.W_TINY_LFU, CONFIG);
        feed.subscribe(new SchemaWatch(_ -> lineage.refresh()), null, new Delivery.Inline());
        feed.start(null);
    }

    /// In front of this database, whose login is a superuser and where [ConsistencyCheck#script()]
    /// was run.
    public static CheckedCache open(PostgresConfig database, long seed) {
        return new CheckedCache(database, seed);
    }

    /// The check of it, on a server that makes some commits seen late.
    public ConsistencyCheck check() {
        return new ConsistencyCheck(cache, plain, CONFIG.sessionBound(), true, seed);
    }

    @Override
    public void close() {
        cache.close();
        feed.close();
        lineage.close();
        plain.close();
        probes.close();
    }
}
