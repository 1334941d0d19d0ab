package dev.loam.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /// One answer is asked for every other time; between come ones that nobody asks for again, in
    /// crowds that LRU makes room for.
    @Test
    void each_policy_is_measured_at_each_size() throws IOException {
        Path trace = Files.writeString(dir.resolve("trace"), IntStream.range(0, 1_000)
                .mapToObj(i -> i % 100 < 10 ? "abc 10\n" : Integer.toHexString(i + 5_000) + " 10\n")
                .collect(Collectors.joining()));

        assertThat(simulate("--trace", trace.toString(), "--size", "100B,1MiB")).isZero();

        assertThat(out.toString()).startsWith(
                trace + ": 1,000 accesses, 10,000 bytes of answers\n\n"
                        + "size        policy        hits   bytes\n");
        assertThat(out.toString().lines().skip(3).map(line -> line.replaceAll(" +", " ")))
                .hasSize(7).contains("100B lru 9.0% 9.0%", "1MiB w-tiny-lfu 9.9% 9.9%",
                        "1MiB lru 9.9% 9.9%", "1MiB lfu 9.9% 9.9%", "boundless any 9.9% 9.9%");
    }

    @Test
    void without_options_it_reads_what_the_project_recorded() throws IOException {
        Files.createDirectories(dir.resolve(".loam"));
        Files.writeString(dir.resolve(".loam/cache-trace"), "a 1\na 1\n");

        assertThat(simulate()).isZero();

        assertThat(out.toString()).contains("16MiB ", "64MiB ", "256MiB ", " 50.0%");
    }

    @Test
    void what_is_no_trace_is_refused() throws IOException {
        assertThat(simulate()).isEqualTo(1);
        assertThat(err.toString()).contains("cache.record-trace");

        Path trace = Files.writeString(dir.resolve("trace"), "a 1\nb -1\n");
        assertThat(simulate("--trace", trace.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("trace, line 2: no access");

        Files.writeString(trace, "");
        assertThat(simulate("--trace", trace.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("has no accesses yet");
    }

    private int simulate(String... options) {
        var console = new Console(new PrintWriter(out, true), new PrintWriter(err, true),
                new BufferedReader(new StringReader("")));
        var command = new SimulateCommand(Map.of(), console);
        var line = new picocli.CommandLine(command);
        line.setExecutionExceptionHandler((failure, _, _) -> {
            err.append(failure.getMessage());
            return ((CommandFailed) failure).exitCode();
        });
        String[] all = new String[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = dir.toString();
        return line.execute(all);
    }
}
