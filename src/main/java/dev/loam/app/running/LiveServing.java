package dev.loam.app.running;

import dev.loam.adapters.postgres.replication.PgOutputSource;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.base.position.Lsn;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.cache.CachedDatabase;
import dev.loam.kernel.changes.ChangeHub;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.lineage.Captured;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.LineageReader;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.kernel.lineage.LiveLineage;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.RunningModule;
import dev.loam.modules.realtime.RealtimeModule;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Run;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows the database's committed changes: the feed, the cache of answers, and the module
/// that tells clients.
final class LiveServing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveServing.class);
    private static final String PUBLICATION = ReplicationSettings.PUBLICATIONS.getFirst();
    private static final Duration READING_TIME_MAX = Duration.ofSeconds(60);
    private static final LiveLineage.Pauses PAUSES = new LiveLineage.Pauses(
            Duration.ofMillis(100), Duration.ofSeconds(32), Duration.ofMillis(250));

    private final LiveParts parts;
    private final Shared shared;
    private final ChangeHub feed;
    private final LineageReader reader;
    private final LiveLineage lineage;
    private final CachedDatabase cache;
    private final RunningModule realtime;

    /// What it shares with the rest of the process.
    record Shared(Database database, Verifier verifier, Clock clock) {
    }

    LiveServing(LiveParts parts, Shared shared) {
        this.parts = parts;
        this.shared = shared;
        Clock clock = shared.clock();
        feed = new ChangeHub(source(), parts.kept(), clock, new FeedLog());
        reader = new LineageReader(shared.database(), Captured.byPublication(PUBLICATION),
                () -> Run.until(Deadline.after(READING_TIME_MAX, clock.nanos())));
        lineage = new LiveLineage(reader, clock, new LineageLog(), PAUSES);
        feed.subscribe(new SchemaWatch(), null, new ChangeFeed.Delivery.Inline());
        cache = parts.cache() == null ? null : CachedDatabase.open(shared.database(),
                shared.database(), feed, lineage, clock, parts.policy(), parts.cache());
        realtime = parts.realtime() == null ? null : openRealtime();
        feed.start(null);
    }

    private ChangeSource source() {
        return switch (parts.changes().source()) {
            case AUTO, WAL, TRIGGERS ->
                    new PgOutputSource(parts.log(), parts.changes().replication());
            case OFF -> new NoChanges();
        };
    }

    private RunningModule openRealtime() {
        return RealtimeModule.MANIFEST.open(parts.realtime(), Ports.of(Map.of(
                Database.class, shared.database(), ChangeFeed.class, feed,
                Lineages.class, lineage, Verifier.class, shared.verifier(),
                Clock.class, shared.clock(), Chance.class, new SystemChance(),
                Pause.class, new RandomPause())));
    }

    /// The database as requests use it.
    Database database() {
        return cache == null ? shared.database() : cache;
    }

    /// What tells clients; nothing where that is switched off.
    RunningModule realtime() {
        return realtime == null
                ? new RunningModule(List.of(), List.of(), List.of()) : realtime;
    }

    @Override
    public void close() {
        realtime().end().run();
        feed.close();
        if (cache != null) {
            cache.close();
        }
        lineage.close();
    }

    /// Has the lineage read again whenever the schema may be another one.
    private final class SchemaWatch implements ChangeListener {
        @Override
        public void onStart(Lsn from, String gap) {
            if (gap != null) {
                // The database may be another one by now, restored or promoted.
                reader.forget();
            }
            lineage.refresh();
        }

        @Override
        public void onCommit(Commit commit) {
            for (Change change : commit.changes()) {
                if (change instanceof Change.Message(String prefix, byte[] _)
                        && prefix.equals("loam.ddl")) {
                    lineage.refresh();
                }
            }
        }

        @Override
        public void onProgress(Lsn to) {
            // Of no matter here.
        }

        @Override
        public void onPause(String why) {
            LOG.warn("Committed changes are not told for now: {}", why);
        }
    }

    private static final class FeedLog implements ChangeHub.Journal {
        @Override
        public void onCutOff(String listener, String why) {
            LOG.warn("{} hears no more of committed changes: {}", listener, why);
        }

        @Override
        public void onThrown(String listener, Throwable e) {
            LOG.error("{} failed and hears no more of committed changes", listener, e);
        }
    }

    private static final class LineageLog implements LiveLineage.Listener {
        @Override
        public void onRead(Lineage read, Duration took) {
            LOG.debug("Read where answers come from in {} ms", took.toMillis());
        }

        @Override
        public void onFailed(Exception why, Duration pause) {
            LOG.warn("Could not read where answers come from, trying again in {} ms: {}",
                    pause.toMillis(), why.getMessage());
        }
    }
}
