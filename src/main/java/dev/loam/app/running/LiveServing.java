package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.capture.CaptureSettings;
import dev.loam.adapters.postgres.capture.TriggerSource;
import dev.loam.adapters.postgres.replication.PgOutputSource;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.cache.CachedDatabase;
import dev.loam.kernel.changes.ChangeHub;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.lineage.Captured;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.LineageReader;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.kernel.lineage.LiveLineage;
import dev.loam.kernel.lineage.SchemaWatch;
import dev.loam.kernel.module.HealthCheck;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.RunningModule;
import dev.loam.modules.realtime.RealtimeModule;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.SourceState;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Run;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows the database's committed changes: the feed, the cache of answers, and the module
/// that tells clients.
///
/// The auth module's writes go past the cache, which hears of them by the feed as of anybody's:
/// held back until their effects are known, each sign-in would wait for the feed.
final class LiveServing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveServing.class);
    private static final String PUBLICATION = ReplicationSettings.PUBLICATIONS.getFirst();
    private static final Duration READING_TIME_MAX = Duration.ofSeconds(60);
    private static final LiveLineage.Pauses PAUSES = new LiveLineage.Pauses(
            Duration.ofMillis(100), Duration.ofSeconds(32), Duration.ofMillis(250));
    /// One for the lineage, whose reading may take long, and one for the cache's small questions.
    private static final int PROBES = 2;

    private final LiveParts parts;
    private final Shared shared;
    private final Database probes;
    private final ChangeHub feed;
    private final LineageReader reader;
    private final LiveLineage lineage;
    private final CachedDatabase cache;
    private final TraceFile trace;
    private final PublicationUpkeep upkeep;
    private final RunningModule realtime;
    private volatile Runnable onLineage = () -> { };

    /// What it shares with the rest of the process. `login` is that of `database`.
    record Shared(Database database, PostgresConfig login, Verifier verifier, Clock clock) {
    }

    LiveServing(LiveParts parts, Shared shared) {
        this.parts = parts;
        this.shared = shared;
        Clock clock = shared.clock();
        SourceChoice choice = parts.feed().choice();
        if (choice.found() != null) {
            LOG.warn("{}", choice.found());
        }
        // Of their own, so that neither waits behind the requests that wait for them.
        probes = new PostgresDatabase(
                shared.login().withPool(PROBES, shared.login().queueMax()));
        feed = new ChangeHub(source(choice), parts.feed().kept(), clock, new FeedLog());
        reader = new LineageReader(probes, captured(choice),
                () -> Run.until(Deadline.after(READING_TIME_MAX, clock.nanos())));
        lineage = new LiveLineage(reader, clock, new LineageLog(() -> onLineage.run()), PAUSES);
        upkeep = choice.way() == SourceChoice.Way.LOG
                ? new PublicationUpkeep(parts.feed().owner()) : null;
        feed.subscribe(
                new SchemaWatch(this::schemaChanged), null, new ChangeFeed.Delivery.Inline());
        cache = parts.cache() == null ? null : openCache(parts.cache());
        trace = parts.cache() == null || parts.cache().trace() == null ? null
                : new TraceFile(parts.cache().trace(), parts.cache().config().traceMax(),
                        cache::takeTrace);
        realtime = parts.realtime() == null ? null : openRealtime();
        feed.start(null);
    }

    private ChangeSource source(SourceChoice choice) {
        return switch (choice.way()) {
            case LOG -> new PgOutputSource(
                    parts.feed().log(), parts.feed().settings().replication());
            case TRIGGERS -> new TriggerSource(parts.feed().owner(), CaptureSettings.DEFAULTS);
            case NOWHERE -> new NoChanges();
        };
    }

    /// Only what is read counts as told.
    private Captured captured(SourceChoice choice) {
        List<String> publications = parts.feed().settings().publications();
        return switch (choice.way()) {
            case LOG, NOWHERE -> Captured.byPublication(publications.contains(PUBLICATION)
                    ? PUBLICATION : publications.getFirst());
            case TRIGGERS -> Captured.byTriggers();
        };
    }

    private CachedDatabase openCache(LiveParts.Cache kept) {
        CachedDatabase opened = CachedDatabase.open(shared.database(), probes, feed, lineage,
                shared.clock(), kept.policy(), kept.config());
        onLineage = opened::learn;
        // The lineage may have been read before it was said who wants to know.
        opened.learn();
        return opened;
    }

    private RunningModule openRealtime() {
        return RealtimeModule.MANIFEST.open(parts.realtime(), Ports.of(Map.of(
                Database.class, shared.database(), ChangeFeed.class, feed,
                Lineages.class, lineage, Verifier.class, shared.verifier(),
                Clock.class, shared.clock(), Chance.class, new SystemChance(),
                Pause.class, new RandomPause())));
    }

    /// The schema may be another one.
    private void schemaChanged(boolean otherDatabase) {
        if (otherDatabase) {
            reader.forget();
        }
        lineage.refresh();
        if (upkeep != null) {
            upkeep.look();
        }
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

    /// Where changes come from and what follows from that, for people.
    String described() {
        SourceChoice choice = parts.feed().choice();
        if (choice.way() == SourceChoice.Way.NOWHERE) {
            return choice.way().said() + " (changes.source), so no answers are kept";
        }
        return choice.usable()
                ? choice.way().said() + (cache == null ? "" : "; answers are kept")
                : "not read yet, so no answers are kept (the warning says why)";
    }

    /// Without the feed everything is served, only more slowly.
    HealthCheck check() {
        return new HealthCheck("changes", false, () -> {
            SourceState state = feed.state();
            return state.reading() || state.trouble() != null ? state.trouble() : "not read";
        });
    }

    List<Meter> meters() {
        List<Meter> meters = new ArrayList<>(
                FeedMeters.of(feed, parts.feed().choice().way()));
        if (cache != null) {
            meters.addAll(CacheMeters.of(cache::figures));
        }
        meters.addAll(realtime().meters());
        return meters;
    }

    @Override
    public void close() {
        realtime().end().run();
        feed.close();
        if (trace != null) {
            trace.close();
        }
        if (cache != null) {
            cache.close();
        }
        if (upkeep != null) {
            upkeep.close();
        }
        lineage.close();
        probes.close();
    }

    static final class FeedLog implements ChangeHub.Journal {
        @Override
        public void onCutOff(String listener, String why) {
            LOG.warn("{} hears no more of committed changes: {}", listener, why);
        }

        @Override
        public void onThrown(String listener, Throwable e) {
            LOG.error("{} failed and hears no more of committed changes", listener, e);
        }
    }

    static final class LineageLog implements LiveLineage.Listener {
        private final Runnable onRead;

        LineageLog(Runnable onRead) {
            this.onRead = onRead;
        }

        @Override
        public void onRead(Lineage read, Duration took) {
            LOG.debug("Read where answers come from in {} ms", took.toMillis());
            onRead.run();
        }

        @Override
        public void onFailed(Exception why, Duration pause) {
            LOG.warn("Could not read where answers come from, trying again in {} ms: {}",
                    pause.toMillis(), why.getMessage());
        }
    }
}
