package dev.loam.spec.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that does not let its log be read.
class WithoutLogSpec {
    private static final String EVENTUAL = "consistency=eventual";
    private static final String ITEMS = """
            create table public.item (id int primary key, name text not null);
            insert into public.item values (1, 'one');
            grant select on public.item to anon;
            """;
    private static PostgresProcess process;

    @TempDir
    private Path dir;

    @BeforeAll
    static void start() {
        process = PostgresProcess.start(PostgresPrograms.bundled(), "wal_level = replica");
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    private static TestDatabase made(String name) {
        new TestDatabase(process.port(), "postgres").execute("create database " + name);
        return new TestDatabase(process.port(), name);
    }

    @Test
    void triggers_take_its_place_and_answers_are_kept() {
        TestDatabase database = made("by_triggers");
        LiveServer.prepare(database, ITEMS);
        try (var loam = LiveServer.start(dir, database.url(), Map.of())) {
            assertThat(loam.described())
                    .isEqualTo("from what triggers note in loam.change_log; answers are kept");
            LiveServer.until(() -> kept(loam));
            assertThat(loam.figure("loam_feed_reading{source=\"triggers\"}")).isEqualTo(1);
            double gone = loam.figure("loam_cache_invalidations_total");

            database.execute("update public.item set name = 'two'");

            LiveServer.until(() -> loam.get("/rest/v1/item", "Prefer", EVENTUAL).text()
                    .contains("two"));
            LiveServer.until(() -> loam.figure("loam_cache_invalidations_total") > gone);
            LiveServer.until(() -> kept(loam));
        }
    }

    @Test
    void without_loams_schema_it_serves_and_keeps_nothing() {
        TestDatabase database = made("bare");
        database.execute("""
                do $$ begin
                    if to_regrole('anon') is null then create role anon; end if;
                end $$
                """);
        database.execute(ITEMS);
        try (var loam = LiveServer.start(dir, database.url(), Map.of())) {
            assertThat(loam.described()).startsWith("not read yet, so no answers are kept");
            for (int i = 0; i < 3; i++) {
                assertThat(loam.get("/rest/v1/item").header("Cache-Status"))
                        .contains("fwd=bypass");
            }
            assertThat(loam.figure("loam_feed_reading{source=\"log\"}")).isZero();
            assertThat(database.value("select to_regnamespace('loam') is null")).isEqualTo("t");
        }
    }

    @Test
    void the_log_alone_is_waited_for() {
        TestDatabase database = made("log_alone");
        LiveServer.prepare(database, ITEMS);
        try (var loam = LiveServer.start(
                dir, database.url(), Map.of("LOAM_CHANGES_SOURCE", "wal"))) {
            assertThat(loam.get("/rest/v1/item").text()).contains("one");
            assertThat(loam.figure("loam_feed_reading{source=\"log\"}")).isZero();
            assertThat(database.value("select count(*) from loam.capturing")).isEqualTo("0");
        }
    }

    private static boolean kept(LiveServer loam) {
        return loam.get("/rest/v1/item", "Prefer", EVENTUAL).header("Cache-Status")
                .startsWith("loam; hit");
    }
}
