package dev.loam.spec.process;

import static dev.loam.spec.process.RestCommandSpec.listening;
import static dev.loam.spec.process.RestCommandSpec.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Settings have the effect they promise, and change while the process runs.
class SettingsSpec {
    /// Roles belong to the server: they may be there from the test before.
    private static final String SCRIPT = """
            do $$ begin
                create role settings_anon; create role settings_login login noinherit;
                grant settings_anon to settings_login;
            exception when duplicate_object then null; end $$;
            create table item (id int);
            create schema other;
            create table other.thing (id int);
            grant usage on schema other to settings_anon;
            grant select on item, other.thing to settings_anon;
            """;

    @TempDir
    private Path dir;

    private TestDatabase database;

    @BeforeEach
    void make_a_database() {
        database = PostgresFixture.freshDatabase(SCRIPT);
    }

    @ParameterizedTest
    @CsvSource({"crit, false, false", "error, false, false", "warn, false, true",
        "info, true, true", "debug, true, true"})
    void requests_are_logged_by_level(String level, boolean right, boolean wrong) {
        try (LoamProcess loam = rest("PGRST_LOG_LEVEL", level)) {
            RawHttp http = listening(loam);
            ready(loam, http, "/item");
            http.get("/item?id=eq.4711", "User-Agent", "a \"test\"\tof mine");
            http.get("/nothing?x=\"\\");
            loam.stop();
            assertThat(loam.allErr().lines().anyMatch(line -> line.matches(
                    "127\\.0\\.0\\.1 - settings_anon \\[\\d\\d/\\w{3}/\\d{4}(:\\d\\d){3} .\\d{4}] "
                    + "\"GET /item\\?id=eq\\.4711 HTTP/1\\.1\" 200 2 \"\" "
                    + "\"a \\\\\"test\\\\\"\\\\x09of mine\"")))
                    .as(loam.allErr()).isEqualTo(right);
            assertThat(loam.allErr().lines().anyMatch(line -> line.matches("127\\.0\\.0\\.1 - \\S+ "
                    + "\\[.*\\] \"GET /nothing\\?x=\\\\\"\\\\\\\\ HTTP/1\\.1\" 400 .*")))
                    .as(loam.allErr()).isEqualTo(wrong);
        }
    }

    @Test
    void the_sql_of_requests_is_logged_without_values() {
        Map<String, String> variables = variables();
        variables.put("PGRST_LOG_LEVEL", "info");
        variables.put("PGRST_LOG_QUERY", "main-query");
        try (LoamProcess loam = LoamProcess.start(dir, variables, "rest")) {
            RawHttp http = listening(loam);
            ready(loam, http, "/item");
            http.get("/item?id=eq.4711");
            String statement = loam.err(".*: .*\\bFROM\\b.*\"id\" = .*").group();
            assertThat(statement).doesNotContain("4711");
        }
    }

    @Test
    void answers_say_how_long_they_took() {
        try (LoamProcess loam = rest("PGRST_SERVER_TIMING_ENABLED", "true")) {
            RawHttp http = listening(loam);
            ready(loam, http, "/item");
            assertThat(http.get("/item").header("Server-Timing"))
                    .matches("jwt;dur=N, parse;dur=N, plan;dur=N, transaction;dur=N, response;dur=N"
                            .replace("N", "\\d+\\.\\d+"));
        }
    }

    @Test
    void errors_can_be_brief_and_the_description_can_name_the_token() {
        Map<String, String> variables = variables();
        variables.put("PGRST_CLIENT_ERROR_VERBOSITY", "minimal");
        variables.put("PGRST_OPENAPI_SECURITY_ACTIVE", "true");
        variables.put("PGRST_SERVER_TRACE_HEADER", "X-Trace");
        try (LoamProcess loam = LoamProcess.start(dir, variables, "rest")) {
            RawHttp http = listening(loam);
            ready(loam, http, "/item");
            RawHttp.Answer answer = http.get("/itme", "X-Trace", "abc");
            assertThat(answer.text()).contains("\"code\":", "\"message\":")
                    .doesNotContain("\"hint\"", "\"details\"");
            assertThat(answer.header("X-Trace")).isEqualTo("abc");
            assertThat(http.get("/").text()).contains("\"securityDefinitions\"");
        }
    }

    @Test
    void what_the_database_keeps_for_the_login_role_wins() {
        String name = database.name();
        database.execute("alter role settings_login in database " + name
                + " set pgrst.db_schemas = 'other'");
        database.execute("alter role settings_login in database " + name
                + " set pgrst.db_max_rows = '1'");
        database.execute("insert into other.thing values (1), (2)");
        try (LoamProcess loam = rest("PGRST_DB_MAX_ROWS", "9")) {
            RawHttp http = listening(loam);
            ready(loam, http, "/thing");
            assertThat(http.get("/thing").text()).isEqualTo("[{\"id\":1}]");
            assertThat(http.get("/item").status()).isEqualTo(404);
            database.execute("alter role settings_login in database " + name
                    + " set pgrst.db_schemas = 'public'");
            database.execute("notify pgrst, 'reload config'");
            ready(loam, http, "/item");
            assertThat(http.get("/thing").status()).isEqualTo(404);
        }
        try (LoamProcess loam = rest("PGRST_DB_CONFIG", "false")) {
            ready(loam, listening(loam), "/item");
        }
    }

    @Test
    void a_function_may_set_the_settings() {
        database.execute("""
                create schema conf;
                grant usage on schema conf to settings_login;
                create function conf.pre_config() returns void language sql
                    as $$ select set_config('pgrst.db_schemas', 'other', true) $$;
                """);
        try (LoamProcess loam = rest("PGRST_DB_PRE_CONFIG", "conf.pre_config")) {
            RawHttp http = listening(loam);
            ready(loam, http, "/thing");
            database.execute("""
                    create or replace function conf.pre_config() returns void language sql
                        as $$ select set_config('pgrst.db_anon_role', 'nobody_there', true) $$;
                    notify pgrst;
                    """);
            Waiting.until(() -> http.get("/item").status() >= 400
                    && http.get("/item").text().contains("nobody_there"),
                    () -> http.get("/item").text());
        }
    }

    @Test
    void a_signal_reads_the_file_again_and_a_wrong_file_changes_nothing() throws Exception {
        Path file = dir.resolve("rest.conf");
        String base = "db-uri = \"" + database.url("settings_login") + "\"\nserver-port = 0\n"
                + "db-anon-role = \"settings_anon\"\n";
        Files.writeString(file, base);
        try (LoamProcess loam = LoamProcess.start(dir, Map.of(), "rest", file.toString())) {
            RawHttp http = listening(loam);
            ready(loam, http, "/item");
            Files.writeString(file, base + "db-schemas = \"other\"\n");
            loam.signal("USR2");
            ready(loam, http, "/thing");
            Files.writeString(file, base + "db-schemas = \"public\"\nlog-level = \"loud\"\n");
            loam.signal("USR2");
            loam.err(".*WARN.*Kept the old settings: .*line 5: wanted one of crit, .*");
            assertThat(http.get("/thing").status()).isEqualTo(200);
            assertThat(loam.stop()).isZero();
        }
    }

    @Test
    void a_request_waits_for_a_connection_no_longer_than_it_should() {
        database.execute("create function wait() returns void language sql "
                + "as $$ select pg_sleep(20) $$");
        Map<String, String> variables = variables();
        variables.put("PGRST_DB_POOL", "1");
        variables.put("PGRST_DB_POOL_ACQUISITION_TIMEOUT", "1");
        try (LoamProcess loam = LoamProcess.start(dir, variables, "rest")) {
            RawHttp http = listening(loam);
            ready(loam, http, "/item");
            CompletableFuture.supplyAsync(() -> http.get("/rpc/wait"));
            Waiting.until(() -> database.value("select count(*) from pg_stat_activity where "
                    + "state = 'active' and query like '%\"wait\"%' "
                    + "and usename = 'settings_login'").equals("1"),
                    () -> "not running");
            RawHttp.Answer answer = http.get("/item");
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.text()).contains("PGRST003");
        }
    }

    private LoamProcess rest(String name, String value) {
        Map<String, String> variables = variables();
        variables.put(name, value);
        return LoamProcess.start(dir, variables, "rest");
    }

    private Map<String, String> variables() {
        return new HashMap<>(Map.of("PGRST_DB_URI", database.url("settings_login"),
                "PGRST_DB_ANON_ROLE", "settings_anon", "PGRST_JWT_SECRET", Tokens.SECRET,
                "PGRST_SERVER_PORT", "0"));
    }
}
