package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.spec.process.LoamProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `loam check-consistency`, shortly.
class CheckConsistencySpec {
    @TempDir
    private Path dir;

    @Test
    void it_says_what_it_saw_and_leaves_nothing_behind() throws IOException {
        Ended ended = LoamProcess.run(dir, temporary(), "check-consistency", "--seconds", "4",
                "--seed", "42");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).containsPattern("seed +42\nanswers +[1-9].*\nwrites +[1-9]")
                .containsPattern("violations +0\n");
        assertThat(left()).isEmpty();
    }

    @Test
    void a_signal_ends_it_early_and_cleanly() throws IOException {
        try (LoamProcess check = LoamProcess.start(dir, temporary(), "check-consistency",
                "--hours", "1")) {
            check.err("Reading and writing for 3600 s with --seed \\d+");
            check.signal("INT");
            assertThat(check.exit()).isZero();
            assertThat(left()).isEmpty();
        }
    }

    private Map<String, String> temporary() {
        return Map.of("LOAM_JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m "
                + "-XX:AOTMode=off -Djava.io.tmpdir=" + dir);
    }

    private String[] left() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("loam-check-")).toArray(String[]::new);
        }
    }
}
