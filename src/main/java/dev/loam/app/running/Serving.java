package dev.loam.app.running;

import dev.loam.adapters.httpserver.WebServer;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.PostgresNotifications;
import dev.loam.app.config.RestSettings;
import dev.loam.app.config.ServerConfig;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.CatalogJson;
import dev.loam.kernel.catalog.CatalogReader;
import dev.loam.kernel.catalog.Catalogs;
import dev.loam.kernel.catalog.LiveCatalog;
import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.HealthCheck;
import dev.loam.kernel.module.Ports;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.RunningModule;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.kernel.pipeline.PipelineConfig;
import dev.loam.kernel.pipeline.StandardPipeline;
import dev.loam.modules.admin.AdminModule;
import dev.loam.modules.rest.RestModule;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Notifications;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything between an open database and open ports, from its start to its end.
///
/// The pipeline can be swapped while it runs ([#reconfigure]); the database pool and the listeners
/// cannot. The schema is read again on a notification, on a reconnect, or when told to.
public final class Serving implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final Logger ACCESS = LoggerFactory.getLogger("access");
    private static final Duration READ_TIME_MAX = Duration.ofSeconds(60);
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(32);

    private final Clock clock = new SystemClock();
    private final Parts parts;
    private final Database database;
    private final LiveCatalog catalog;
    private final Notifications notifications;
    private volatile RestSettings settings;
    private volatile HttpHandler pipeline;
    private HttpServer api;
    private HttpServer admin;

    /// What is served. `prefix` is where the REST API lies, `reserved` the prefixes of modules that
    /// do not exist yet; `configText` is shown at the admin port, secrets already hidden.
    /// `reconfigured` reads the settings again when a notification says so.
    public record Parts(
            ServerConfig server, RestSettings rest, PostgresConfig database, String prefix,
            boolean gateway, Supplier<String> configText, Supplier<RestSettings> reconfigured) {
    }

    private Serving(Parts parts) {
        this.parts = parts;
        this.settings = parts.rest();
        this.database = new PostgresDatabase(parts.database());
        this.catalog = new LiveCatalog(
                this::readCatalog, clock, new CatalogLog(), PAUSE_MIN, PAUSE_MAX);
        this.notifications = parts.rest().reload().channelEnabled()
                ? new PostgresNotifications(parts.database(),
                        List.of(parts.rest().reload().channel()), new Reload())
                : null;
    }

    /// Opens the ports at once; until a schema could be read, requests are answered 503.
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
        RunningModule rest = openRest();
        pipeline = pipeline(rest);
        api = WebServer.start(server.host(), server.port(), server.limits(),
                request -> pipeline.handle(request));
        if (server.adminPort() != null) {
            RunningModule pages = AdminModule.open(checks(rest), parts.configText(),
                    () -> new String(schemaCache(), StandardCharsets.UTF_8));
            admin = WebServer.start(server.adminHost(), server.adminPort(), server.limits(),
                    new StandardPipeline(PipelineConfig.CLOSED, pages.routes(), null,
                            AccessJournal.NONE, clock));
        }
    }

    private RunningModule openRest() {
        var ports = Ports.of(Map.of(Database.class, database, Catalogs.class, catalog));
        return RestModule.MANIFEST.open(
                SettingsMapping.rest(settings, parts.prefix()), ports);
    }

    private HttpHandler pipeline(RunningModule rest) {
        var identity = SettingsMapping.identity(
                settings, parts.database().user(), parts.gateway());
        return new StandardPipeline(
                SettingsMapping.pipeline(settings, parts.server(), parts.gateway()),
                rest.routes(), new TokenVerifier(identity, clock),
                new AccessLog(settings.logLevel(), clock, ZoneId.systemDefault(), ACCESS::info),
                clock);
    }

    private static List<HealthCheck> checks(RunningModule rest) {
        return new ArrayList<>(rest.checks());
    }

    private byte[] schemaCache() {
        Catalog current = catalog.current();
        return current == null ? "null".getBytes(StandardCharsets.UTF_8)
                : CatalogJson.write(current);
    }

    private Catalog readCatalog(long version)
            throws dev.loam.kernel.catalog.CatalogUnreadable {
        return CatalogReader.read(database, new CatalogReader.Options(settings.schemas(),
                settings.extraSearchPath(), version,
                Deadline.after(READ_TIME_MAX, clock.nanos())));
    }

    /// The settings in force now.
    public RestSettings settings() {
        return settings;
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

    public List<Route> routes() {
        return openRest().routes();
    }

    /// Reads the schema again; returns at once.
    public void reloadSchema() {
        catalog.reload();
    }

    /// Takes other settings, as far as a running server can, and reads the schema again.
    public void reconfigure(RestSettings changed) {
        settings = changed;
        pipeline = pipeline(openRest());
        catalog.reload();
    }

    /// Lets running requests end, then closes everything.
    public void drain(Duration atMost) {
        api.drain(atMost);
        close();
    }

    @Override
    public void close() {
        if (notifications != null) {
            notifications.close();
        }
        catalog.close();
        if (api != null) {
            api.close();
        }
        if (admin != null) {
            admin.close();
        }
        database.close();
    }

    /// Source: PostgREST documentation, "Schema Cache Reloading" and "Configuration Reloading".
    private final class Reload implements Notifications.Listener {
        @Override
        public void onNotification(String channel, String payload) {
            switch (payload) {
                case "reload schema" -> reloadSchema();
                case "reload config" -> reconfigured();
                case "" -> {
                    reconfigured();
                    reloadSchema();
                }
                default -> LOG.debug("Nothing to do for the notification {}", payload);
            }
        }

        @Override
        public void onResync() {
            reloadSchema();
        }
    }

    private void reconfigured() {
        try {
            reconfigure(parts.reconfigured().get());
            LOG.info("Read the settings again");
        } catch (RuntimeException wrong) {
            LOG.warn("Kept the old settings: {}", wrong.getMessage());
        }
    }

    private static final class CatalogLog implements LiveCatalog.Listener {
        @Override
        public void onLoaded(Catalog catalog, Duration took) {
            LOG.info("Read the schema in {} ms: {} relations, {} functions", took.toMillis(),
                    catalog.tables().size(), catalog.functions().size());
        }

        @Override
        public void onFailed(Exception why, Duration pause) {
            LOG.warn("Could not read the schema, trying again in {} ms: {}", pause.toMillis(),
                    why.getMessage());
        }
    }
}
