package dev.loam.app.cli;

import dev.loam.app.load.LoadPlan;
import dev.loam.app.load.LoadReport;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The result of `loam bench`, for people and for programs.
final class BenchReport {
    private static final JsonMapper JSON = new JsonMapper();

    private BenchReport() {
    }

    static String text(LoadPlan plan, LoadReport report) {
        LoadReport.Latency latency = report.latencyMicros();
        return String.format(Locale.ROOT, """
                %s for %.0f s on %d connections of %s

                requests/s  %,.1f  (%,d answered, %,d of them with 400 or above; %,d failed)
                latency     p50 %s  p90 %s  p99 %s  p99.9 %s  max %s
                timed       %s
                statuses    %s
                failures    %s
                received    %,d bytes
                """,
                plan.rate() == 0 ? "Closed loop" : String.format(Locale.ROOT,
                        "%,.0f requests/s", plan.rate()),
                plan.duration().toMillis() / 1e3, plan.connections(),
                plan.target().getHostString() + ":" + plan.target().getPort(),
                report.requestsPerSecond(), report.answered(), report.refused(), report.failed(),
                time(latency.p50()), time(latency.p90()), time(latency.p99()),
                time(latency.p999()), time(latency.max()),
                plan.rate() == 0 ? "from sending: a stall hides what would have come during it"
                        : "from the moment each request was due",
                listed(report.statuses()), listed(report.failures()), report.bytesReceived());
    }

    static String json(LoadPlan plan, LoadReport report) {
        ObjectNode whole = JSON.createObjectNode();
        whole.put("loop", plan.rate() == 0 ? "closed" : "open");
        if (plan.rate() != 0) {
            whole.put("rate", plan.rate());
        }
        whole.put("connections", plan.connections());
        whole.put("seconds", report.seconds());
        whole.put("requests_per_second", report.requestsPerSecond());
        whole.put("answered", report.answered());
        whole.put("refused", report.refused());
        whole.put("failed", report.failed());
        ObjectNode latency = whole.putObject("latency_micros");
        latency.put("p50", report.latencyMicros().p50());
        latency.put("p90", report.latencyMicros().p90());
        latency.put("p99", report.latencyMicros().p99());
        latency.put("p99.9", report.latencyMicros().p999());
        latency.put("max", report.latencyMicros().max());
        latency.put("mean", report.latencyMicros().mean());
        ObjectNode statuses = whole.putObject("statuses");
        report.statuses().forEach((status, count) -> statuses.put(status.toString(), count));
        ObjectNode failures = whole.putObject("failures");
        report.failures().forEach(failures::put);
        whole.put("bytes_received", report.bytesReceived());
        return whole.toPrettyString();
    }

    private static String time(double micros) {
        return micros < 1_000 ? String.format(Locale.ROOT, "%.0f µs", micros)
                : String.format(Locale.ROOT, "%.2f ms", micros / 1_000);
    }

    private static String listed(Map<?, Long> counts) {
        return counts.isEmpty() ? "none" : counts.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s: %,d", entry.getKey(),
                        entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
