package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.fixture.RawHttp;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The heap as the launcher bounds it: what it has room for, and what becomes of a process whose
/// heap is full.
class MemorySpec {
    /// Just under `server.whole-body-max`.
    private static final int BYTES = 63 << 20;
    private static final byte[] BODY = ("{\"filling\":\"" + "x".repeat(BYTES) + "\"}")
            .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path dir;

    @Test
    void the_default_heap_has_room_for_whole_bodies_and_large_answers() {
        Path project = project();
        try (LoamProcess loam = up(project, "-XX:AOTMode=off")) {
            Map<String, String> keys = Projects.keys(project);
            List<Integer> changed = IntStream.of(1, 2, 3).parallel()
                    .mapToObj(id -> patch(loam, keys, id).status()).toList();
            RawHttp.Answer read = loam.http().get("/rest/v1/item?id=eq.1",
                    "apikey", keys.get("SERVICE_KEY"));

            assertThat(changed).as(loam.allErr()).containsOnly(204);
            assertThat(read.status()).isEqualTo(200);
            assertThat(read.body().length).isGreaterThan(BYTES);
            assertThat(loam.stop()).isZero();
        }
    }

    @Test
    void a_full_heap_ends_the_process_with_the_reason() {
        Path project = project();
        try (LoamProcess loam = up(project, "-XX:AOTMode=off -XX:+UseSerialGC -Xmx48m")) {
            Map<String, String> keys = Projects.keys(project);

            assertThatThrownBy(() -> patch(loam, keys, 1))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(loam.exit()).isEqualTo(3);
            assertThat(loam.end().out())
                    .contains("Terminating due to java.lang.OutOfMemoryError");
        }
    }

    private Path project() {
        Path project = dir.resolve("large");
        Projects.write(project, "migrations/1_item.sql", """
                create table item (id int primary key, filling text);
                insert into item (id) values (1), (2), (3);
                grant all on item to service_role;
                """);
        return project;
    }

    private static LoamProcess up(Path project, String options) {
        return LoamProcess.up(project, Map.of("LOAM_JAVA_OPTS", options,
                "LOAM_SERVER_REQUEST_TIMEOUT", "2m", "LOAM_SERVER_BODY_TIME_MAX", "2m"));
    }

    private static RawHttp.Answer patch(LoamProcess loam, Map<String, String> keys, int id) {
        return loam.http().send("PATCH", "/rest/v1/item?id=eq." + id, List.of(
                new String[] {"apikey", keys.get("SERVICE_KEY")},
                new String[] {"Content-Type", "application/json"}), BODY);
    }
}
