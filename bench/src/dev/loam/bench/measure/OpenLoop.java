package dev.loam.bench.measure;

import dev.loam.bench.Programs;
import dev.loam.bench.work.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The open loop: `./loam bench`, which sends at a fixed rate whatever the answers do.
public final class OpenLoop {
    private static final JsonMapper JSON = new JsonMapper();
    /// Until then the generator itself compiles as it runs, beside what it measures.
    private static final long WARMUP_SECONDS_MAX = 3;

    private final Path loam;
    private final Path requests;

    /// `dir` holds what the generator reads.
    public OpenLoop(Path loam, Path dir, String name, List<Call> calls) throws IOException {
        this.loam = loam;
        this.requests = dir.resolve(name + ".calls");
        Files.write(requests, calls.stream().map(OpenLoop::line).toList());
    }

    public Turn.Load run(int port, int connections, double rate, Duration duration)
            throws IOException, InterruptedException {
        String said = Programs.output(duration.plusSeconds(60), List.of(loam.toString(), "bench",
                "http://127.0.0.1:" + port + "/", "--rate", Double.toString(rate),
                "--duration", duration.toSeconds() + "s", "--warmup",
                Math.min(WARMUP_SECONDS_MAX, duration.toSeconds()) + "s", "--json",
                "--connections", Integer.toString(connections), "--requests",
                requests.toString()));
        JsonNode result = JSON.readTree(said);
        JsonNode latency = result.get("latency_micros");
        return new Turn.Load(result.get("requests_per_second").asDouble(),
                result.get("answered").asLong(),
                result.get("refused").asLong() + result.get("failed").asLong(),
                latency.get("p50").asDouble(), latency.get("p90").asDouble(),
                latency.get("p99").asDouble(), latency.get("p99.9").asDouble());
    }

    private static String line(Call call) {
        ObjectNode line = JSON.createObjectNode();
        line.put("method", call.method()).put("path", call.path());
        ObjectNode headers = line.putObject("headers");
        Map<String, String> given = call.headers();
        given.forEach(headers::put);
        if (call.body() != null) {
            line.put("body", call.body());
        }
        return line.toString();
    }
}
