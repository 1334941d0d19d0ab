package dev.loam.bench.realtime;

import dev.loam.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What was found, for people and for programs.
final class Report {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm");

    private final Machine machine;
    private final Idle.Cost idle;
    private final List<FanOut.Delay> delays;
    private final String feed;

    /// `feed` is what the measuring of the feed alone said, empty where it was left out.
    Report(Path home, Idle.Cost idle, List<FanOut.Delay> delays, String feed)
            throws IOException, InterruptedException {
        this.machine = Machine.here(home);
        this.idle = idle;
        this.delays = delays;
        this.feed = feed;
    }

    String text() {
        var text = new StringBuilder(String.format(Locale.ROOT, """
                # Measured with `bench/realtime`

                Commit %s on %s, %d cores, %,d MiB, Linux %s, Java %s; load average at the end: %s.
                Generator, Loam and PostgreSQL 18 share the machine. How to read it:
                `bench/README.md`.

                | idle sockets | RSS before, MiB | after | KiB a socket | heap before, MiB | after \
                | KiB a socket |
                |---|---|---|---|---|---|---|
                | %,d | %.0f | %.0f | %.1f | %.1f | %.1f | %.1f |

                | event | listeners | events | p50 ms | p99 | last listener p50 | p99 |
                |---|---|---|---|---|---|---|
                """, machine.commit(), machine.processor(), machine.cores(), machine.memoryMiB(),
                machine.kernel(), machine.java(), machine.load(), idle.sockets(),
                mib(idle.residentBeforeKib()), mib(idle.residentAfterKib()), idle.residentKib(),
                mib(idle.heapBeforeKib()), mib(idle.heapAfterKib()), idle.heapKib()));
        for (FanOut.Delay delay : delays) {
            text.append(String.format(Locale.ROOT,
                    "| %s | %,d | %,d | %.1f | %.1f | %.1f | %.1f |%n", delay.name(),
                    delay.listeners(), delay.events(), delay.eachP50Millis(),
                    delay.eachP99Millis(), delay.lastP50Millis(), delay.lastP99Millis()));
        }
        text.append("\nEvery listener got every event once and in order.\n");
        if (!feed.isEmpty()) {
            text.append("\nThe feed alone, without sockets:\n\n");
            feed.lines().forEach(line -> text.append("- ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static double mib(long kib) {
        return kib / 1024.0;
    }

    /// Returns the path of the Markdown; the JSON lies beside it.
    Path write(Path dir) throws IOException {
        Files.createDirectories(dir);
        String name = NAME.format(LocalDateTime.now()) + "-"
                + machine.commit().replace("+", "-changed") + "-realtime";
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("machine", machine);
        whole.put("idle", idle);
        whole.put("events", delays);
        whole.put("feed", feed.lines().toList());
        Files.writeString(dir.resolve(name + ".json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n");
        return Files.writeString(dir.resolve(name + ".md"), text());
    }
}
