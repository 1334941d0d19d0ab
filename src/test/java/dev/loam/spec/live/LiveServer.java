package dev.loam.spec.live;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.schema.Bootstrap;
import dev.loam.adapters.postgres.schema.BootstrapConfig;
import dev.loam.app.config.ConfigLoader;
import dev.loam.app.config.LoamConfig;
import dev.loam.app.running.LiveMapping;
import dev.loam.app.running.PoolMapping;
import dev.loam.app.running.Serving;
import dev.loam.base.config.Secret;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A project's server, without accounts, on somebody's database.
final class LiveServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Serving serving;

    private LiveServer(Serving serving) {
        this.serving = serving;
    }

    /// `settings` are `LOAM_*` variables; what it records goes to `dir`.
    static LiveServer start(Path dir, String url, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LOAM_DATABASE_URL", url, "LOAM_SERVER_PORT", "0", "LOAM_SERVER_ADMIN_PORT", "0",
                "LOAM_JWT_SECRET", Tokens.SECRET));
        environment.putAll(settings);
        LoamConfig config = ConfigLoader.load(
                new ConfigLoader.Sources(dir, null, environment, List.of())).config();
        PostgresConfig pool = PoolMapping.of(config.rest().pool());
        Serving serving = Serving.start(new Serving.Parts(config.server(), config.rest(), pool,
                "/rest/v1", true, null,
                LiveMapping.of(config, pool, false, dir.resolve("cache-trace")), () -> "",
                _ -> config.rest()));
        try {
            if (!serving.awaitReady(PATIENCE)) {
                throw new IllegalStateException("no schema in time");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new LiveServer(serving);
    }

    /// Loam's schema, and then this.
    static void prepare(TestDatabase database, String script) {
        try (Connection owner = database.connect()) {
            Bootstrap.apply(owner, BootstrapConfig.of(null, new Secret(Tokens.SECRET)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        database.execute(script);
    }

    RawHttp.Answer get(String path, String... headers) {
        return new RawHttp(serving.port()).get(path, headers);
    }

    RawHttp.Answer send(String method, String path, List<String[]> headers, byte[] body) {
        return new RawHttp(serving.port()).send(method, path, headers, body);
    }

    int port() {
        return serving.port();
    }

    String metrics() {
        return new RawHttp(serving.adminPort()).get("/metrics").text();
    }

    /// The value of a figure, labels and all; -1 while it has none.
    double figure(String name) {
        return metrics().lines().filter(line -> line.startsWith(name + " "))
                .map(line -> Double.valueOf(line.substring(name.length() + 1)))
                .findFirst().orElse(-1.0);
    }

    String described() {
        return serving.changes();
    }

    /// Looks again and again until something holds.
    static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not come about in " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        serving.close();
    }
}
