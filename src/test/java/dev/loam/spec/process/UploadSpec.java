package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bulk inserts into a server whose heap is smaller than they are by far.
class UploadSpec {
    private static final int BYTES = 300 << 20;
    /// Sent and read, but not written, for the disk's sake.
    private static final String FILLING = "x".repeat(20_000);

    @TempDir
    private static Path dir;

    private static LoamProcess loam;
    private static Map<String, String> keys;

    @BeforeAll
    static void start() throws IOException {
        Path project = Files.createDirectory(dir.resolve("uploads"));
        Projects.write(project, "migrations/1_item.sql", """
                create table item (id int primary key);
                grant all on item to service_role;
                """);
        loam = LoamProcess.up(project, Map.of(
                "LOAM_JAVA_OPTS", "-XX:+UseSerialGC -Xmx64m -XX:AOTMode=off",
                "LOAM_SERVER_REQUEST_TIMEOUT", "2m", "LOAM_SERVER_BODY_TIME_MAX", "2m"));
        keys = Projects.keys(project);
    }

    @AfterAll
    static void stop() {
        loam.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json     | [~,~]~{"id":%d,"filling":"%s"}
            application/x-ndjson | ~~~{"id":%d,"filling":"%s"}
            """)
    void a_body_of_any_length_takes_a_bounded_part_of_the_heap(String type, String form) {
        String[] parts = form.split("~");
        int rows = BYTES / FILLING.length();
        Programs.psql(keys.get("DATABASE_URL"), "truncate item");
        RawHttp.Answer answer = loam.http().post("/rest/v1/item?columns=id", List.of(
                new String[] {"apikey", keys.get("SERVICE_KEY")},
                new String[] {"Content-Type", type},
                new String[] {"Prefer", "count=exact"}), out -> {
            for (int i = 0; i < rows; i++) {
                String row = parts[3].formatted(i, FILLING) + "\n";
                out.write(((i == 0 ? parts[0] : parts[1]) + row)
                        .getBytes(StandardCharsets.US_ASCII));
            }
            out.write(parts[2].getBytes(StandardCharsets.US_ASCII));
        });
        assertThat(answer.status()).as(answer.text() + loam.allErr()).isEqualTo(201);
        assertThat(answer.header("Content-Range")).isEqualTo("*/" + rows);
        assertThat(Programs.psql(keys.get("DATABASE_URL"), "select count(*) from item").strip())
                .isEqualTo(Integer.toString(rows));
        assertThat(loam.allErr()).doesNotContain("OutOfMemory");
    }
}
