package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The JVM's cache of classes, as the launcher has it made at the first start of a server and uses
/// it from then on. Nobody has to be there behind `db-uri` for a server to start.
class StartCacheSpec {
    @TempDir
    private static Path dir;

    private static Path launcher;
    private static String firstErr;

    @BeforeAll
    static void start_for_the_first_time() throws IOException {
        launcher = Installation.packed(Files.createDirectory(dir.resolve("installed here")));
        Files.writeString(dir.resolve("rest.conf"), """
                db-uri = "postgresql://nobody@127.0.0.1:1/none"
                server-host = "127.0.0.1"
                server-port = 0
                """);
        firstErr = life("").err();
    }

    @Test
    void the_first_server_makes_it_and_says_so() {
        assertThat(firstErr).startsWith("Preparing quick starts …\n");
        assertThat(launcher.resolveSibling("loam.aot")).isNotEmptyFile();
    }

    @Test
    void the_next_server_finds_its_classes_in_it() throws IOException {
        Path loaded = dir.resolve("loaded.txt");

        LoamProcess.Ended ended = life("-Xlog:class+load:file=" + loaded);

        assertThat(ended.err()).doesNotContain("Preparing");
        assertThat(Files.readString(loaded))
                .contains("dev.loam.app.running.Serving source: shared objects file")
                .contains("org.postgresql.core.v3.QueryExecutorImpl source: shared objects file");
    }

    @Test
    void a_jvm_that_cannot_use_it_says_nothing() {
        for (String option : new String[] {"-XX:+UseZGC", "-XX:-UseCompactObjectHeaders"}) {
            LoamProcess.Ended ended = life(option);

            assertThat(ended.out()).as(option).isEmpty();
            assertThat(ended.err()).as(option).doesNotContain("AOT", "archive", "Preparing");
        }
    }

    @Test
    void a_spoilt_cache_is_not_used() throws IOException {
        Path cache = launcher.resolveSibling("loam.aot");
        byte[] good = Files.readAllBytes(cache);
        try {
            Files.writeString(cache, "This is no cache.");
            LoamProcess.Ended ended = life("");
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).doesNotContain("AOT", "archive");
        } finally {
            Files.write(cache, good);
        }
    }

    /// Starts a server, stops it, and tells what it said.
    private static LoamProcess.Ended life(String options) {
        try (LoamProcess loam = LoamProcess.startFrom(launcher, dir,
                Map.of("LOAM_JAVA_OPTS", options), "rest", "rest.conf")) {
            loam.err("Listening on .*");
            return loam.end();
        }
    }
}
