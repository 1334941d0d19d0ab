package dev.loam.app.running;

import dev.loam.adapters.httpserver.WebServer;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.PostgresNotifications;
import dev.loam.app.config.AuthTable;
import dev.loam.app.config.ConditionalSettings;
import dev.loam.app.config.RestSettings;
import dev.loam.app.config.ServerConfig;
import dev.loam.app.log.Levels;
import dev.loam.app.log.LogOutput;
import dev.loam.base.failure.Failure;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.CatalogJson;
import dev.loam.kernel.catalog.CatalogReader;
import dev.loam.kernel.catalog.CatalogUnreadable;
import dev.loam.kernel.catalog.Catalogs;
import dev.loam.kernel.catalog.LiveCatalog;
import dev.loam.kernel.identity.SigningAlgorithm;
import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.identity.Verifier;
import dev.loam.kernel.module.HealthCheck;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.RunningModule;
import dev.loam.kernel.module.Worker;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.kernel.pipeline.PipelineConfig;
import dev.loam.kernel.pipeline.PipelineParts;
import dev.loam.kernel.pipeline.StandardPipeline;
import dev.loam.kernel.validation.Schemas;
import dev.loam.modules.admin.AdminModule;
import dev.loam.modules.rest.RestConfig;
import dev.loam.modules.rest.RestModule;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Notifications;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Everything between an open database and open ports, from its start to its end.
///
/// The settings of requests can change while it runs ([#reconfigure]); the database pool and the
/// listeners cannot. Schema and settings are read again on a notification, on a reconnect, or when
/// told to. Settings that the database itself keeps are read before the first schema.
public final class Serving implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final Duration QUERY_TIME_MAX = Duration.ofSeconds(60);
    private static final Duration PING_TIME_MAX = Duration.ofSeconds(1);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(32);

    private final Clock clock = new SystemClock();
    private final Parts parts;
    private final RequestWatch watch;
    private final Levels levels = new Levels(clock);
    private final Database database;
    private final ChangingSettings settings;
    private final CatalogReader reader;
    private final LiveCatalog catalog;
    private final Database authDatabase;
    private final Identity identity;
    private volatile Notifications notifications;
    private final AtomicBoolean settingsWanted = new AtomicBoolean(true);
    /// Whether the next reading of the schema is worth a line.
    private final AtomicBoolean announced = new AtomicBoolean(true);
    /// What was read counts only once everything stands: no old settings overtake new ones.
    private final CountDownLatch listening = new CountDownLatch(1);
    private volatile Schemas schemas = Schemas.NONE;
    private volatile boolean draining;
    private volatile boolean closing;
    private volatile StandardPipeline pipeline;
    private volatile TokenVerifier verifier;
    private AuthServing auth;
    private LiveServing live;
    private RequestPath path;
    private Workers workers = new Workers(List.of(), clock);
    private WebServer api;
    private HttpServer admin;

    /// What is served. `prefix` is where the REST API lies, `reserved` the prefixes of modules that
    /// do not exist yet; `auth` is null where accounts are not served, `live` where committed
    /// changes are not followed; `configText` is shown at the admin port, secrets already hidden.
    /// `reader` reads the settings again, with those found in the database over them; what it
    /// throws leaves the old ones in force.
    public record Parts(
            ServerConfig server, RestSettings rest, PostgresConfig database, String prefix,
            boolean gateway, AuthParts auth, LiveParts live, Supplier<String> configText,
            Function<Map<String, String>, RestSettings> reader) {
    }

    private Serving(Parts parts) {
        this.parts = parts;
        this.watch = new RequestWatch(parts.server().path().watch(),
                LogOutput.hidden(parts.server().path().log()), parts.gateway()
                ? TraceParts.of(parts.server().path().trace(), clock) : null, clock);
        this.database = watch.database(parts.database());
        this.settings = new ChangingSettings(parts.rest(), parts.reader(), database);
        this.reader = new CatalogReader(database);
        this.authDatabase = parts.auth() == null ? null
                : watch.observed(new PostgresDatabase(parts.auth().database()),
                        parts.auth().database());
        this.identity = identity();
        this.catalog = new LiveCatalog(
                this::readCatalog, clock, new CatalogLog(), PAUSE_MIN, PAUSE_MAX);
    }

    /// PostgREST alone keeps no keys.
    private Identity identity() {
        AuthParts auth = parts.auth();
        return auth == null
                ? new Identity(null, null, SigningAlgorithm.HS256, Duration.ZERO, clock)
                : new Identity(authDatabase, auth.role(),
                        SigningAlgorithm.valueOf(auth.settings().algorithm()),
                        auth.settings().get(AuthTable.JWT_EXPIRY), clock);
    }

    /// Opens the ports at once, while the schema is read; until it could be, requests are answered
    /// 503.
    public static Serving start(Parts parts) {
        var serving = new Serving(parts);
        try {
            serving.listen();
            return serving;
        } catch (RuntimeException wrong) {
            serving.close();
            throw wrong;
        }
    }

    private void listen() {
        ServerConfig server = parts.server();
        api = WebServer.start(
                SettingsMapping.listening(server).withJournal(this::refused), this::handle);
        openOthers(server.withPorts(api.port(), null).url());
        RunningModule rest = openRest(settings.current());
        pipeline = pipeline(settings.current(), rest);
        if (server.adminPort() != null) {
            RunningModule pages = AdminModule.open(checks(rest), parts.configText(),
                    this::writeSchema, meters(), levels);
            admin = WebServer.start(server.adminHost(), server.adminPort(), server.limits(),
                    new StandardPipeline(PipelineConfig.CLOSED, pages.routes(),
                            PipelineParts.plain(null, AccessJournal.NONE, clock)));
        }
        listening.countDown();
    }

    private HttpResponse handle(HttpRequest request) {
        return awaitPipeline().handle(request);
    }

    private HttpResponse.Full refused(
            HttpRequest request, Failure failure, HttpResponse.Full answer) {
        return awaitPipeline().refused(request, failure, answer);
    }

    private StandardPipeline awaitPipeline() {
        StandardPipeline current = pipeline;
        if (current == null) {
            awaitListening();
            current = pipeline;
        }
        return current;
    }

    /// `url` is where the process is reached, which is not known before it listens.
    private void openOthers(String url) {
        Verifier ofNow = (authorization, apikey) -> verifier.verify(authorization, apikey);
        List<Worker> beside = new ArrayList<>();
        if (parts.auth() != null) {
            auth = new AuthServing(parts.auth(), new AuthServing.Shared(authDatabase, identity,
                    ofNow, parts.rest().jwt().secret(), URI.create(url), clock));
            beside.addAll(auth.module().workers());
        }
        if (parts.live() != null) {
            live = new LiveServing(parts.live(),
                    new LiveServing.Shared(database, parts.database(), ofNow, clock));
            beside.addAll(live.realtime().workers());
        }
        path = new RequestPath(parts, new RequestPath.Shared(
                live == null ? database : live.database(), watch, levels, clock));
        beside.addAll(path.workers());
        beside.add(levels);
        workers = new Workers(beside, clock);
    }

    private RunningModule openRest(RestSettings given) {
        schemas = SchemaFiles.in(parts.server().path().validation().schemas());
        var ports = Ports.of(Map.of(
                Database.class, live == null ? database : live.database(),
                Catalogs.class, catalog, Clock.class, clock, Pause.class, new RandomPause()));
        RestConfig config =
                SettingsMapping.rest(given, parts.server(), parts.prefix())
                        .withValidated(SettingsMapping.validated(
                                parts.server().path().validation(), schemas));
        boolean kept = parts.live() != null && parts.live().cache() != null;
        ConditionalSettings conditional = parts.server().path().conditional();
        if (parts.gateway() && conditional.enabled()) {
            config = config.with(new RestConfig.Conditional(true, conditional.required()));
        }
        return RestModule.MANIFEST.open(kept ? config.withPositions() : config, ports);
    }

    private StandardPipeline pipeline(RestSettings given, RunningModule rest) {
        levels.configure(given.logLevel());
        var config = SettingsMapping.identity(given, parts.database().user(), parts.gateway());
        verifier = identity.verifier(given.jwt(), config);
        List<Route> routes = new ArrayList<>(rest.routes());
        if (auth != null) {
            routes.addAll(auth.module().routes());
        }
        if (live != null) {
            routes.addAll(live.realtime().routes());
        }
        return path.pipeline(given, routes, verifier);
    }

    /// The figures that are shown, in the order in which they are.
    List<Meter> meters() {
        List<Meter> meters = new ArrayList<>(path.meters());
        meters.addAll(LogOutput.meters());
        if (live != null) {
            meters.addAll(live.meters());
        }
        return meters;
    }

    private List<HealthCheck> checks(RunningModule rest) {
        List<HealthCheck> checks = new ArrayList<>(rest.checks());
        checks.add(new HealthCheck("database", this::databaseTrouble));
        checks.add(new HealthCheck("process", () -> draining ? "it is being stopped" : null));
        if (parts.server().path().wire().tls() != null) {
            // Of every process alike: to have them all sent no requests would help nobody.
            checks.add(new HealthCheck("certificate", false, api::certificateTrouble));
        }
        checks.addAll(path.checks());
        if (live != null) {
            checks.add(live.check());
        }
        return checks;
    }

    /// A full pool is no trouble: others are being served.
    private String databaseTrouble() {
        Outcome outcome = database.run(Sql.of("select 1"), Session.LOGIN,
                Run.until(Deadline.after(PING_TIME_MAX, clock.nanos())));
        return switch (outcome) {
            case Outcome.Unavailable(Outcome.Why why, _) when why == Outcome.Why.POOL -> null;
            case Outcome.Unavailable unavailable -> unavailable.message();
            case Outcome.SqlError error -> error.message();
            case Rows _ -> null;
        };
    }

    private void writeSchema(OutputStream out) throws IOException {
        Catalog current = catalog.current();
        if (current == null) {
            out.write("null".getBytes(StandardCharsets.UTF_8));
        } else {
            CatalogJson.write(current, out);
        }
    }

    /// Settings and schema belong together: new settings hold from when the schema could be read
    /// as they say.
    private Catalog readCatalog(long version) throws CatalogUnreadable {
        boolean asked = settingsWanted.getAndSet(false);
        boolean done = false;
        try {
            RestSettings next = asked ? settings.read(query()) : settings.current();
            Catalog read = reader.read(new CatalogReader.Options(next.schemas(),
                    next.extraSearchPath(), version, this::query));
            awaitListening();
            if (asked) {
                pipeline = pipeline(next, openRest(next));
                settings.take(next);
            }
            done = true;
            return read;
        } finally {
            if (asked && !done) {
                settingsWanted.set(true);
            }
        }
    }

    /// How long a query may take that begins now.
    private Run query() {
        return new Run(Deadline.after(QUERY_TIME_MAX, clock.nanos()), () -> closing);
    }

    private void awaitListening() {
        try {
            listening.await();
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(wrong);
        }
    }

    /// The settings in force now.
    public RestSettings settings() {
        return settings.current();
    }

    public int port() {
        return api.port();
    }

    /// The admin port, 0 where there is none.
    public int adminPort() {
        return admin == null ? 0 : admin.port();
    }

    /// Waits for the first schema; false when it did not come in time.
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        return catalog.awaitFirst(Deadline.after(atMost, clock.nanos()));
    }

    /// The number of relations and functions shown now.
    public String summary() {
        Catalog current = catalog.current();
        return current == null ? "no schema yet" : current.tables().size() + " relations, "
                + current.functions().size() + " functions";
    }

    /// Where committed changes come from, in a few words.
    public String changes() {
        return live == null ? "not read" : live.described();
    }

    public List<Route> routes() {
        return openRest(settings.current()).routes();
    }

    /// Reads the schema again; returns at once.
    public void reloadSchema() {
        announced.set(true);
        catalog.reload();
    }

    /// Reads the settings again, as far as a running server can take them, and the schema; returns
    /// at once.
    public void reconfigure() {
        settingsWanted.set(true);
        reloadSchema();
    }

    /// Begins to listen for notifications, once something was tried: to reach for the server twice
    /// at once would only delay the first answer.
    private void hear() {
        identity.begin();
        if (notifications == null && !closing && parts.rest().reload().channelEnabled()) {
            notifications = new PostgresNotifications(parts.database(),
                    List.of(parts.rest().reload().channel()), new Reload());
        }
    }

    /// From here on this process is not ready and clients are told to go elsewhere; what they send
    /// is answered as before.
    public void announceEnd() {
        draining = true;
        api.announceEnd();
    }

    /// Ends what would never end, lets running requests end, then closes everything.
    public void drain(Duration atMost) {
        announceEnd();
        if (live != null) {
            live.realtime().drain().run();
        }
        api.drain(atMost);
        close();
    }

    @Override
    public void close() {
        closing = true;
        listening.countDown();
        // It is this one's thread that begins to listen.
        catalog.close();
        if (notifications != null) {
            notifications.close();
        }
        if (api != null) {
            api.close();
        }
        if (admin != null) {
            admin.close();
        }
        workers.close();
        levels.close();
        if (path != null) {
            path.close();
        }
        if (live != null) {
            live.close();
        }
        if (auth != null) {
            auth.close();
        }
        identity.close();
        if (authDatabase != null) {
            authDatabase.close();
        }
        database.close();
        watch.close();
    }

    /// Source: PostgREST documentation, "Schema Cache Reloading" and "Configuration Reloading".
    private final class Reload implements Notifications.Listener {
        private boolean connected;

        @Override
        public void onNotification(String channel, String payload) {
            switch (payload) {
                case "reload schema" -> reloadSchema();
                case "reload config", "" -> reconfigure();
                case "reload keys" -> identity.refresh();
                default -> LOG.debug("Nothing to do for the notification {}", payload);
            }
        }

        @Override
        public void onResync() {
            if (connected) {
                // The database may be another one by now, restored or promoted.
                reader.forget();
                reconfigure();
            } else {
                // What the first reading saw may have changed before anybody listened.
                connected = true;
                settingsWanted.set(true);
                catalog.reload();
            }
        }
    }

    private final class CatalogLog implements LiveCatalog.Listener {
        @Override
        public void onLoaded(Catalog read, Duration took) {
            LOG.atLevel(announced.getAndSet(false) ? Level.INFO : Level.DEBUG).log(
                    "Read the schema in {} ms: {} relations, {} functions", took.toMillis(),
                    read.tables().size(), read.functions().size());
            schemas.flaws(read).forEach(LOG::warn);
            hear();
        }

        @Override
        public void onFailed(Exception why, Duration pause) {
            LOG.warn("Could not read the schema, trying again in {} ms: {}", pause.toMillis(),
                    why.getMessage());
            hear();
        }
    }
}
