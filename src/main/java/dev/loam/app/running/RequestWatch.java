package dev.loam.app.running;

import dev.loam.adapters.postgres.PoolFigures;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.app.config.WatchSettings;
import dev.loam.app.log.Hidden;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.module.Worker;
import dev.loam.kernel.pipeline.AccessJournal;
import dev.loam.kernel.watch.Audit;
import dev.loam.kernel.watch.Histogram;
import dev.loam.kernel.watch.ObservedDatabase;
import dev.loam.kernel.watch.RequestFigures;
import dev.loam.kernel.watch.SlowStatements;
import dev.loam.kernel.watch.StatementFigures;
import dev.loam.kernel.watch.StatementWatch;
import dev.loam.kernel.watch.Traces;
import dev.loam.ports.database.Database;
import dev.loam.ports.telemetry.TraceContext;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// What this process sees of its requests and statements, from its start to its end: figures, slow
/// ones, and who wrote what.
final class RequestWatch implements AutoCloseable {
    private static final Logger SLOW = LoggerFactory.getLogger("dev.loam.slow.request");
    private static final Logger AUDIT = LoggerFactory.getLogger("dev.loam.audit");
    private static final double MILLIS = 1e6;
    private static final long NANOS_PER_MICRO = 1_000;

    private final WatchSettings settings;
    private final Hidden hidden;
    private final Clock clock;
    private final RequestFigures requests = new RequestFigures();
    private final StatementFigures statements = new StatementFigures();
    private final Histogram waits = Histogram.ofTimes();
    private final TraceParts traces;
    private final SlowStatements slow;
    private PostgresDatabase pool;

    /// @param traces null where requests have no place among traces
    RequestWatch(WatchSettings settings, Hidden hidden, TraceParts traces, Clock clock) {
        this.settings = settings;
        this.hidden = hidden;
        this.traces = traces;
        this.clock = clock;
        this.slow = settings.slowQuery().isZero() ? null : new SlowStatements(
                settings.slowQuery(), settings.slowQueryPlan(), clock, new RandomPause());
    }

    /// The database of requests.
    Database database(PostgresConfig config) {
        pool = new PostgresDatabase(config, this::waited);
        if (slow != null) {
            slow.askIn(pool);
        }
        return observed(pool, config);
    }

    /// Somebody waited for a connection; told on his thread.
    private void waited(long nanos) {
        waits.record(nanos);
        Trail trail = Trail.current();
        if (trail != null && trail.spans() != null) {
            trail.spans().note("loam.pool.wait_micros", nanos / NANOS_PER_MICRO);
        }
    }

    /// Another way to the same database.
    Database observed(Database database, PostgresConfig config) {
        Audit audit = settings.auditTables().isEmpty() ? null
                : new Audit(settings.auditTables(), RequestWatch::wrote);
        return new ObservedDatabase(
                database, new StatementWatch(clock, statements, slow,
                        traces == null ? null : traces.statements(config)), audit);
    }

    /// Null where requests have no place among traces.
    Traces traces() {
        return traces == null ? null : traces.traces();
    }

    /// Told of every answer, beside the log of requests.
    AccessJournal journal(AccessJournal log) {
        return (exchange, route, response, nanos) -> {
            log.answered(exchange, route, response, nanos);
            count(exchange, route, response, nanos);
            if (!settings.slowRequest().isZero() && nanos >= settings.slowRequest().toNanos()
                    && !(response instanceof HttpResponse.Upgrade)) {
                tellSlow(exchange, route, response, nanos);
            }
        };
    }

    private void count(Exchange exchange, String route, HttpResponse response, long nanos) {
        HttpRequest request = exchange.request();
        Trail trail = exchange.trail();
        TraceContext trace = trail.trace();
        requests.answered(route, request.method(), trail.table(), response.status(), nanos, trace,
                trace != null && trace.sampled() ? clock.now().toEpochMilli() : 0);
        requests.sized(route, request.body().length(), response instanceof HttpResponse.Full full
                ? full.body() == null ? 0 : full.body().length : -1);
    }

    private void tellSlow(
            Exchange exchange, String route, HttpResponse response, long nanos) {
        HttpRequest request = exchange.request();
        String path = hidden.shortText(request.path());
        String query = request.query() == null ? null : hidden.query(request.query(), route);
        LoggingEventBuilder line = with(told(SLOW.atWarn(), "slow", "web", "info"),
                "http.request.id", exchange.requestId());
        line = with(line, "trace.id", traceId(exchange.trail()));
        line = with(line, "span.id", spanId(exchange.trail()));
        with(line, "url.query", query)
                .addKeyValue("event.duration", nanos)
                .addKeyValue("labels.route", route)
                .addKeyValue("http.request.method", request.method())
                .addKeyValue("url.path", path)
                .addKeyValue("http.response.status_code", response.status())
                .log("Slow request: {} ms for {} {}{}", Math.round(nanos / MILLIS),
                        request.method(), path, query == null ? "" : "?" + query);
    }

    private static void wrote(Audit.Write write, Trail trail) {
        LoggingEventBuilder line = with(told(AUDIT.atInfo(), "audit", "database", "change"),
                "loam.role", write.role());
        line = with(line, "user.roles", write.role() == null ? null : List.of(write.role()));
        line = with(line, "loam.keys", write.keys().isEmpty() ? null : write.keys());
        if (trail != null) {
            if (trail.caller() != null) {
                line = with(line, "user.id", trail.caller().subject());
                line = with(line, "loam.claims", trail.caller().claimsJson());
            }
            line = with(line, "http.request.id", trail.requestId());
            line = with(line, "trace.id", traceId(trail));
            line = with(line, "span.id", spanId(trail));
        }
        String table = write.table().schema() + '.' + write.table().name();
        line.addKeyValue("labels.table", table).log("Wrote to {}", table);
    }

    /// What the Elastic Common Schema wants of every event.
    private static LoggingEventBuilder told(
            LoggingEventBuilder line, String dataset, String category, String type) {
        return line.addKeyValue("event.dataset", "loam." + dataset)
                .addKeyValue("event.kind", "event").addKeyValue("event.category", List.of(category))
                .addKeyValue("event.type", List.of(type));
    }

    /// A null value is none.
    private static LoggingEventBuilder with(
            LoggingEventBuilder line, String field, Object value) {
        return value == null ? line : line.addKeyValue(field, value);
    }

    private static String traceId(Trail trail) {
        return trail.trace() == null ? null : trail.trace().traceId();
    }

    private static String spanId(Trail trail) {
        return trail.trace() == null ? null : trail.trace().spanId();
    }

    List<Worker> workers() {
        return slow == null || !slow.asksForPlans() ? List.of() : List.of(slow);
    }

    List<Meter> meters() {
        List<Meter> meters = new ArrayList<>(requests.meters());
        meters.addAll(statements.meters());
        meters.add(pool("connections", "Connections to PostgreSQL that are open for requests.",
                PoolFigures::open));
        meters.add(pool("connections_used", "Connections that requests have now.",
                PoolFigures::used));
        meters.add(pool("connections_max", "Connections that there may be for requests.",
                PoolFigures::max));
        meters.add(pool("waiting_requests", "Requests that wait for a connection.",
                PoolFigures::waiting));
        meters.add(Meter.histogram("loam_pool_wait_duration_seconds",
                "Time that those waited who found no connection free.", waits::read));
        meters.add(Meter.counter("loam_slow_statements_total",
                "Statements that took as long as log.slow-query or longer.",
                () -> slow == null ? 0 : slow.seen()));
        if (traces != null) {
            meters.addAll(traces.meters());
        }
        meters.addAll(ProcessMeters.all());
        return meters;
    }

    private Meter pool(String name, String help, ToIntFunction<PoolFigures> figure) {
        return Meter.gauge("loam_pool_" + name, help,
                () -> figure.applyAsInt(pool.figures()));
    }

    /// Sends what is left to whoever collects it.
    @Override
    public void close() {
        if (traces != null) {
            traces.close();
        }
    }
}
