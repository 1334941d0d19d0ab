package dev.loam.spec.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `GET /metrics` says of the cache and the feed while they work.
class MetricsSpec {
    @TempDir
    private static Path dir;

    private static TestDatabase database;
    private static LiveServer loam;

    @BeforeAll
    static void start() {
        database = PostgresFixture.freshDatabase();
        LiveServer.prepare(database, """
                create table public.item (id int primary key, name text not null);
                insert into public.item values (1, 'one');
                grant select on public.item to anon;
                """);
        loam = LiveServer.start(dir, database.url(), Map.of("LOAM_CACHE_RECORD_TRACE", "3"));
    }

    @AfterAll
    static void stop() throws IOException {
        loam.close();
        assertThat(Files.readAllLines(dir.resolve("cache-trace"))).hasSize(3)
                .allMatch(line -> line.matches("[0-9a-f]+ \\d+"));
    }

    @Test
    void what_the_cache_and_the_feed_do_is_counted() {
        LiveServer.until(() -> loam.get("/rest/v1/item").header("Cache-Status")
                .startsWith("loam; hit"));
        for (int i = 0; i < 3; i++) {
            loam.get("/rest/v1/item");
        }
        assertThat(loam.described()).isEqualTo("from the write-ahead log; answers are kept");
        assertThat(loam.figure("loam_cache_hits_total")).isGreaterThan(1);
        assertThat(loam.figure("loam_cache_misses_total")).isPositive();
        assertThat(loam.figure("loam_cache_entries")).isPositive();
        assertThat(loam.figure("loam_cache_bytes")).isPositive();
        assertThat(loam.figure("loam_feed_reading{source=\"log\"}")).isEqualTo(1);
        assertThat(loam.figure("loam_feed_listeners")).isGreaterThan(1);
        assertThat(loam.figure("loam_feed_position_bytes")).isPositive();
        assertThat(loam.figure("loam_realtime_sockets")).isZero();

        double passes = loam.figure("loam_cache_passes_total{reason=\"strong\"}");
        loam.get("/rest/v1/item", "Prefer", "consistency=strong");
        assertThat(loam.figure("loam_cache_passes_total{reason=\"strong\"}"))
                .isEqualTo(passes + 1);

        double gone = loam.figure("loam_cache_invalidations_total");
        database.execute("update public.item set name = 'two'");
        LiveServer.until(() -> loam.figure("loam_cache_invalidations_total") > gone);
        LiveServer.until(() -> loam.figure("loam_feed_last_commit_timestamp_seconds") > 0);
    }

    /// A table that was busy when it was made is told of once it is not.
    @Test
    void a_table_that_was_left_out_comes_into_the_publication_by_itself() {
        LiveServer.until(() -> loam.figure("loam_feed_reading{source=\"log\"}") == 1);
        database.execute("create table public.late (id int primary key)");
        database.execute("""
                alter event trigger loam_after_ddl disable;
                alter publication loam_changes drop table public.late;
                alter event trigger loam_after_ddl enable always;
                """);
        assertThat(database.value(LATE)).isEqualTo("f");
        database.execute("comment on table public.item is 'a change of the schema'");
        LiveServer.until(() -> database.value(LATE).equals("t"));
    }

    private static final String LATE =
            "select published from loam.change_tables where table_name = 'late'";
}
