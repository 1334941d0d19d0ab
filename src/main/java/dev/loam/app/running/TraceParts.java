package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.telemetry.OtlpConfig;
import dev.loam.adapters.telemetry.OtlpFigures;
import dev.loam.adapters.telemetry.OtlpSpans;
import dev.loam.app.config.TraceSettings;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.watch.RequestSpans;
import dev.loam.kernel.watch.StatementSpans;
import dev.loam.kernel.watch.TraceIds;
import dev.loam.kernel.watch.Traces;
import dev.loam.ports.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// The place of requests among traces, and the way of their spans to a collector.
///
/// @param sent null where there is no collector; requests pass the traces on that they bring
record TraceParts(TraceSettings settings, Traces traces, OtlpSpans sent) implements AutoCloseable {
    static TraceParts of(TraceSettings settings, Clock clock) {
        if (settings.endpoint() == null) {
            return new TraceParts(settings,
                    new Traces(new TraceIds(new SystemChance(), 0), null), null);
        }
        var sent = new OtlpSpans(new OtlpConfig(settings.endpoint(), settings.headers(),
                settings.service(), version(), settings.spansMax(), settings.timeout()));
        var ids = new TraceIds(
                new SystemChance(), settings.sample(), settings.parentDecides());
        return new TraceParts(settings, new Traces(ids,
                new RequestSpans(sent, clock, settings.stepMin())), sent);
    }

    private static String version() {
        String version = TraceParts.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /// For the statements to a server; null where they have no spans.
    StatementSpans statements(PostgresConfig config) {
        if (sent == null) {
            return null;
        }
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("db.system.name", "postgresql");
        server.put("db.namespace", config.database());
        if (config.hosts().size() == 1) {
            server.put("server.address", config.hosts().getFirst().name());
            server.put("server.port", (long) config.hosts().getFirst().port());
        }
        return new StatementSpans(server, settings.comments());
    }

    List<Meter> meters() {
        return List.of(
                Meter.counter("loam_trace_spans_sent_total",
                        "Spans that the collector of traces took.", figure(OtlpFigures::sent)),
                Meter.counter("loam_trace_spans_dropped_total",
                        "Spans that were lost since too many waited for the collector.",
                        figure(OtlpFigures::dropped)),
                Meter.counter("loam_trace_spans_refused_total",
                        "Spans that were lost since the collector did not take them in time.",
                        figure(OtlpFigures::refused)),
                Meter.gauge("loam_trace_spans_waiting",
                        "Spans that wait for the collector or are on their way to it.",
                        figure(OtlpFigures::waiting)));
    }

    private Supplier<Long> figure(ToLongFunction<OtlpFigures> which) {
        return () -> sent == null ? 0 : which.applyAsLong(sent.figures());
    }

    @Override
    public void close() {
        if (sent != null) {
            sent.close();
        }
    }
}
