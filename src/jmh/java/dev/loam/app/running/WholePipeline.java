package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.app.config.ConfigLoader;
import dev.loam.app.config.LoamConfig;
import dev.loam.app.log.Levels;
import dev.loam.app.log.LogOutput;
import dev.loam.base.config.Secret;
import dev.loam.fixture.LocalPeer;
import dev.loam.fixture.Tokens;
import dev.loam.kernel.identity.IdentityConfig;
import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.kernel.pipeline.PipelineParts;
import dev.loam.kernel.pipeline.StandardPipeline;
import dev.loam.kernel.pipeline.Step;
import dev.loam.ports.database.Database;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What the steps of `loam up` cost a request, with a handler that answers at once: a read with a
/// token that is known. One thread and no wait; on a machine that others use too, [CpuTime] tells
/// what this one used.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WholePipeline {
    private static final HttpResponse ANSWER = HttpResponse.Full.json(
            200, "[" + "{\"id\":1}".repeat(40) + "]");

    /// Limits of addresses and of users that nobody reaches.
    private static final Map<String, String> RULES = Map.of(
            "LOAM_RATE_RULES_ADDRESSES_LIMIT", "1000000000",
            "LOAM_RATE_RULES_USERS_LIMIT", "1000000000", "LOAM_RATE_RULES_USERS_BY", "user");

    /// Nothing but the handler, the steps that every pipeline has, one of the others beside those,
    /// or all. A step that is off by itself shows as the steps that every pipeline has; WATCH is
    /// what counts and logs requests, where LEAVE_TRAIL and LOG_ACCESS have nobody to tell.
    @Param({"HANDLER", "ALWAYS", "WATCH", "LOCATE_CLIENT", "SECURE_HEADERS", "CODE_BODY",
        "CUT_BODY", "LIMIT_RATE_OF_CLIENT", "LIMIT_RATE_OF_CALLER", "ADMIT", "CHOOSE_VERSION",
        "CUSTOM", "HOLD_IDEMPOTENT", "ALL"})
    public String steps;

    private HttpHandler handler;
    private HttpRequest request;

    @Setup
    public void prepare() throws IOException {
        request = new HttpRequest("GET", "/rest/v1/track", "track_id=eq.1", Headers.of(
                "Host", "127.0.0.1:8000", "Accept", "application/json",
                "Accept-Encoding", "gzip", "User-Agent", "bench", "apikey", "x".repeat(200),
                "Authorization", "Bearer " + Tokens.of("authenticated", "somebody"),
                "X-Client-Info", "supabase-js/2"), Body.EMPTY, LocalPeer.ANY, false);
        handler = steps.equals("HANDLER") ? _ -> ANSWER : pipeline();
        if (handler.handle(request).status() != 200) {
            throw new IllegalStateException(new String(
                    ((HttpResponse.Full) handler.handle(request)).body(), StandardCharsets.UTF_8));
        }
    }

    @Benchmark
    public HttpResponse request() {
        return handler.handle(request);
    }

    private HttpHandler pipeline() throws IOException {
        LoamConfig config = ConfigLoader.load(new ConfigLoader.Sources(
                Files.createTempDirectory("loam-bench-"), null, RULES, List.of())).config();
        // Nothing here asks it, and it connects when it is asked.
        PostgresConfig address = PostgresConfig.fromUrl("postgres://loam@127.0.0.1:1/loam");
        Database database = new PostgresDatabase(address);
        var clock = new SystemClock();
        var parts = new Serving.Parts(config.server(), config.rest(), address, "/rest/v1", true,
                null, null, () -> "", _ -> config.rest());
        var watch = new RequestWatch(config.server().path().watch(),
                LogOutput.hidden(config.server().path().log()),
                TraceParts.of(config.server().path().trace(), clock), clock);
        var path = new RequestPath(parts,
                new RequestPath.Shared(database, watch, new Levels(clock), clock));
        var verifier = new TokenVerifier(IdentityConfig.of(
                new Secret(Tokens.SECRET), "anon", "authenticator", false, List.of()), clock);
        var routes = List.of(new Route("rest", "/rest/v1", ErrorDialect.POSTGREST, exchange -> {
            exchange.turn().await();
            return ANSWER;
        }));
        if (steps.equals("ALL")) {
            return path.pipeline(config.rest(), routes, verifier);
        }
        Map<Step, Stage.Maker> made = path.steps();
        made.keySet().removeIf(step -> !step.name().equals(steps));
        boolean watched = steps.equals("WATCH");
        return new StandardPipeline(
                SettingsMapping.pipeline(config.rest(), config.server(), true), routes,
                new PipelineParts(verifier,
                        watched ? watch.journal(AccessJournal.NONE) : AccessJournal.NONE, clock,
                        watched ? watch.traces() : null, made));
    }
}
