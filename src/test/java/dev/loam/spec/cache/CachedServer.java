package dev.loam.spec.cache;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.replication.PgOutputSource;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.app.running.SystemClock;
import dev.loam.base.config.Secret;
import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import dev.loam.kernel.cache.Bugs;
import dev.loam.kernel.cache.CacheConfig;
import dev.loam.kernel.cache.CachedDatabase;
import dev.loam.kernel.changes.ChangeHub;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.kernel.lineage.Captured;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.LineageReader;
import dev.loam.kernel.lineage.LiveLineage;
import dev.loam.kernel.lineage.SchemaWatch;
import dev.loam.ports.changes.ChangeFeed.Delivery;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.database.Run;
import dev.loam.ports.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A database with Loam's schema, read by the real feed, and a cache in front of it.
final class CachedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CachedServer.class);

    static final Clock CLOCK = new SystemClock();

    final TestDatabase test;
    final PostgresDatabase plain;
    final PostgresDatabase probes;
    final ChangeHub hub;
    final LiveLineage lineage;
    final CachedDatabase cache;

    CachedServer(String script, CacheConfig config) {
        this(PostgresFixture.freshDatabase(), script, config, Bugs.NONE, source -> source);
    }

    CachedServer(TestDatabase database, String script, CacheConfig config, Bugs bug,
            UnaryOperator<ChangeSource> wrapping) {
        test = bootstrapped(database, script);
        var postgres = PostgresConfig.fromUrl(test.url());
        plain = new PostgresDatabase(postgres);
        probes = new PostgresDatabase(postgres);
        var source = new PgOutputSource(postgres,
                ReplicationSettings.of(ReplicationSettings.PUBLICATIONS));
        hub = new ChangeHub(wrapping.apply(source), HubConfig.DEFAULTS, CLOCK, new Silent());
        var reader = new LineageReader(
                probes, Captured.byPublication("loam_changes"), CachedServer::soon);
        lineage = new LiveLineage(reader, CLOCK, new Loud(), new LiveLineage.Pauses(
                Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMillis(20)));
        cache = bug.open(
                plain, probes, hub, lineage, CLOCK, CachePolicy.W_TINY_LFU, config);
        hub.subscribe(new SchemaWatch(_ -> lineage.refresh()), null, new Delivery.Inline());
        hub.start(null);
    }

    private static TestDatabase bootstrapped(TestDatabase made, String script) {
        try (Connection owner = made.connect()) {
            Bootstrap.apply(owner, BootstrapConfig.of(null, new Secret(Tokens.SECRET)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        made.execute(script);
        return made;
    }

    static Run soon() {
        return Run.until(Deadline.after(Duration.ofSeconds(20), System.nanoTime()));
    }

    /// Cuts the connection through which the log is read.
    void cutFeed() {
        PostgresFixture.maintenance().execute("""
                select pg_terminate_backend(active_pid) from pg_replication_slots
                where database = '%s' and active_pid is not null
                """.formatted(test.name()));
    }

    @Override
    public void close() {
        cache.close();
        hub.close();
        lineage.close();
        plain.close();
        probes.close();
    }

    /// A lineage that cannot be read is a defect here.
    private static final class Loud implements LiveLineage.Listener {
        @Override
        public void onRead(Lineage read, Duration took) {
            // As it should be.
        }

        @Override
        public void onFailed(Exception why, Duration pause) {
            LOG.error("no lineage", why);
        }
    }

    private static final class Silent implements ChangeHub.Journal {
        @Override
        public void onCutOff(String listener, String why) {
            throw new IllegalStateException(listener + " was cut off: " + why);
        }

        @Override
        public void onThrown(String listener, Throwable e) {
            LOG.error("{} failed", listener, e);
        }
    }
}
