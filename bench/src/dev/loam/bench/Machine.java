package dev.loam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Where and with what a run was made, as far as figures depend on it.
public record Machine(
        String commit, String processor, int cores, long memoryMiB, String kernel, String java,
        String load) {
    public static Machine here(Path home) throws IOException, InterruptedException {
        String cpu = field("/proc/cpuinfo", "model name");
        String memory = field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return new Machine(commit(home), cpu.isEmpty() ? "unknown" : cpu,
                Runtime.getRuntime().availableProcessors(), Long.parseLong(memory) / 1024,
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                Runtime.version().toString(),
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    /// Its short name, and `+` when something is not committed.
    private static String commit(Path home) throws InterruptedException {
        try {
            String head = Programs.output(Duration.ofMinutes(1), home, Map.of(),
                    List.of("git", "rev-parse", "--short", "HEAD")).strip();
            String changed = Programs.output(Duration.ofMinutes(1), home, Map.of(),
                    List.of("git", "status", "--porcelain", "--untracked-files=no")).strip();
            return changed.isEmpty() ? head : head + "+";
        } catch (IOException _) {
            return "unknown";
        }
    }

    private static String field(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(name))
                .findFirst().map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
    }
}
