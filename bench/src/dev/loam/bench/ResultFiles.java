package dev.loam.bench;

import dev.loam.bench.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A run, kept: the tables for people, and every figure of every turn for programs.
final class ResultFiles {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm");

    private ResultFiles() {
    }

    /// Returns the path of the Markdown; the JSON lies beside it.
    static Path write(Options options, Machine machine, List<Peer> peers, List<Result> results,
            String tables) throws IOException {
        Files.createDirectories(options.results());
        String name = NAME.format(LocalDateTime.now()) + "-"
                + machine.commit().replace("+", "-changed");
        Path markdown = options.results().resolve(name + ".md");
        Files.writeString(markdown, tables);
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("machine", machine);
        whole.put("seconds", options.turn().toSeconds());
        whole.put("rounds", options.rounds());
        whole.put("systems", Tables.settings(peers));
        whole.put("results", results.stream().map(ResultFiles::plain).toList());
        Files.writeString(options.results().resolve(name + ".json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n");
        return markdown;
    }

    private static Map<String, Object> plain(Result result) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("workload", result.workload().name());
        plain.put("about", result.workload().about());
        plain.put("connections", result.workload().connections());
        plain.put("turns", result.turns());
        plain.put("open_loop", result.open());
        plain.put("kept", result.kept());
        plain.put("start_millis", result.startMillis());
        plain.put("memory", result.memory());
        return plain;
    }
}
