package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import dev.loam.spec.process.LoamProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A running `loam up` on the example, and the commands that ask it something.
class UpSpec {
    @TempDir
    private static Path dir;

    private static Path project;
    private static Map<String, String> before;
    private static LoamProcess loam;

    @BeforeAll
    static void start() {
        project = Projects.chinook(dir);
        before = Projects.keys(project);
        loam = LoamProcess.up(project, Map.of());
    }

    @AfterAll
    static void stop() {
        // As Ctrl-C does.
        loam.signal("INT");
        assertThat(loam.exit()).isZero();
    }

    @Test
    void the_banner_says_what_runs_where_and_what_to_try() {
        assertThat(loam.allErr()).containsPattern(
                "(?m)^  Loam serves " + project + " \\(ready in \\d+\\.\\d s\\)$")
                .containsPattern("(?m)^  REST       http://127\\.0\\.0\\.1:\\d+/rest/v1/  "
                        + "\\(14 relations, \\d functions\\)$")
                .containsPattern("(?m)^  Auth       http://127\\.0\\.0\\.1:\\d+/auth/v1/$")
                .containsPattern("(?m)^  Mailbox    http://127\\.0\\.0\\.1:\\d+/auth/dev/mailbox ")
                .containsPattern("(?m)^  Admin      http://127\\.0\\.0\\.1:\\d+/ready$")
                .containsPattern("(?m)^  Database   PostgreSQL of its own on 127\\.0\\.0\\.1:\\d+$")
                .contains("\n  Changes    from the write-ahead log; answers are kept\n")
                .contains("loam keys " + project, "loam stop " + project)
                .contains("Applied migrations/20261101090000_catalogue.sql", "Seeded");
    }

    @Test
    void without_a_key_a_request_is_anonymous() {
        RawHttp.Answer artist = loam.http().get(
                "/rest/v1/artist?select=name,album(title)&artist_id=eq.1");
        assertThat(artist.status()).isEqualTo(200);
        assertThat(artist.text()).contains("AC/DC", "Let There Be Rock");
        assertThat(loam.http().get("/rest/v1/customer").text()).isEqualTo("[]");
    }

    @Test
    void the_keys_are_five_lines_and_work() {
        Map<String, String> keys = Projects.keys(project);
        assertThat(keys.keySet()).containsExactly(
                "LOAM_URL", "ANON_KEY", "SERVICE_KEY", "JWT_SECRET", "DATABASE_URL");
        assertThat(keys.get("LOAM_URL")).isEqualTo("http://127.0.0.1:" + loam.port());
        assertThat(loam.http().get("/rest/v1/genre?limit=1", "apikey", keys.get("ANON_KEY"))
                .status()).isEqualTo(200);
        assertThat(loam.http().get("/rest/v1/customer?limit=1&select=customer_id", "Authorization",
                "Bearer " + keys.get("SERVICE_KEY")).text()).contains("customer_id");
        assertThat(Programs.psql(keys.get("DATABASE_URL"), "select count(*) from public.track"))
                .isEqualTo("3503");
    }

    @Test
    void the_keys_told_before_the_first_start_are_those_it_then_has() {
        Map<String, String> keys = Projects.keys(project);
        assertThat(before.get("LOAM_URL")).isEqualTo("http://127.0.0.1:8000");
        for (String name : List.of("ANON_KEY", "SERVICE_KEY", "JWT_SECRET", "DATABASE_URL")) {
            assertThat(keys.get(name)).isEqualTo(before.get(name));
        }
    }

    @Test
    void the_own_folder_ignores_itself_and_hides_its_secrets() throws Exception {
        Path own = project.resolve(".loam");
        assertThat(Files.readString(own.resolve(".gitignore"))).isEqualTo("*\n");
        for (String secret : List.of("keys.json", "postgres-password")) {
            assertThat(Files.getPosixFilePermissions(own.resolve(secret)))
                    .hasToString("[OWNER_READ, OWNER_WRITE]");
        }
    }

    @Test
    void status_says_who_serves() {
        Waiting.until(() -> new RawHttp(loam.adminPort()).get("/metrics").text()
                .contains("loam_feed_reading{source=\"log\"} 1\n"), loam::allErr);
        assertThat(LoamProcess.run(project, "status")).isEqualTo(new Ended(0, "Process "
                + loam.pid() + " serves " + project + " at http://127.0.0.1:" + loam.port()
                + ", ready\nChanges from the write-ahead log; answers are kept\n", ""));
    }

    @Test
    void a_second_start_in_the_folder_is_refused() {
        Ended second = LoamProcess.run(project, "up", "--port", "0", "--admin-port", "0");
        assertThat(second).isEqualTo(new Ended(1, "", "loam: Loam already serves " + project
                + " at http://127.0.0.1:" + loam.port() + " (process " + loam.pid() + ")\n"));
    }

    @Test
    void a_port_that_is_taken_is_named_before_anything_is_made() throws Exception {
        Path other = Files.createDirectory(dir.resolve("other"));
        Ended taken = LoamProcess.run(other, "up", "--port", Integer.toString(loam.port()),
                "--admin-port", "0");
        assertThat(taken).isEqualTo(new Ended(1, "", "loam: Cannot listen on 127.0.0.1:"
                + loam.port() + ": Address already in use; choose another port (--port, "
                + "server.port), or stop what listens there\n"));
        assertThat(LoamProcess.run(other, "status").code()).isEqualTo(1);
        assertThat(other.resolve(".loam")).doesNotExist();
    }

    @Test
    void the_admin_port_answers() {
        var admin = new RawHttp(loam.adminPort());
        assertThat(admin.get("/live").status()).isEqualTo(200);
        assertThat(admin.get("/ready").status()).isEqualTo(200);
        assertThat(admin.get("/config").text()).contains("migrations.dir = migrations\n")
                .doesNotContain(before.get("JWT_SECRET"));
        assertThat(admin.get("/schema_cache").text()).contains("\"artist\"");
        assertThat(admin.get("/metrics").text()).contains("\nloam_cache_entries ");
        assertThat(admin.get("/nothing").status()).isEqualTo(404);
    }

    @Test
    void modules_that_do_not_exist_yet_answer_501() {
        RawHttp.Answer answer = loam.http().get("/storage/v1/bucket");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.text()).startsWith("{");
    }

    @Test
    void what_happens_in_the_database_is_seen() {
        String url = before.get("DATABASE_URL");
        // The event trigger tells; nobody asks for a reload.
        Programs.psql(url, "create table public.fresh as select 7 as seven");
        Waiting.until(() -> status("/rest/v1/fresh") == 200, () -> "no table yet");
        Programs.psql(url, "drop table public.fresh");
        Waiting.until(() -> status("/rest/v1/fresh") == 404, () -> "still a table");
    }

    @Test
    void a_notification_or_a_signal_reads_the_schema_again() {
        String url = before.get("DATABASE_URL");
        Programs.psql(url, "alter event trigger pgrst_ddl_watch disable");
        try {
            Programs.psql(url, "create table public.by_notice as select 1 as one");
            assertThat(status("/rest/v1/by_notice")).isEqualTo(404);
            Programs.psql(url, "notify pgrst, 'reload schema'");
            Waiting.until(() -> status("/rest/v1/by_notice") == 200, () -> "no table yet");
            Programs.psql(url, "create table public.by_signal as select 1 as one");
            assertThat(status("/rest/v1/by_signal")).isEqualTo(404);
            loam.signal("USR1");
            Waiting.until(() -> status("/rest/v1/by_signal") == 200, () -> "no table yet");
        } finally {
            Programs.psql(url, "drop table if exists public.by_notice, public.by_signal");
            Programs.psql(url, "alter event trigger pgrst_ddl_watch enable");
            Programs.psql(url, "notify pgrst, 'reload schema'");
        }
    }

    @Test
    void psql_is_connected_as_the_owner() {
        assertThat(LoamProcess.run(project, "psql", "-X", "-At", "-c",
                "select current_user, count(*) from artist group by 1"))
                .isEqualTo(new Ended(0, "postgres|275\n", ""));
        assertThat(LoamProcess.run(dir, "psql", project.toString(), "-X", "-c", "select nope")
                .code()).isEqualTo(1);
        assertThat(LoamProcess.runWith("select 6*7;\n", project, Map.of(), "psql", "-XAt").out())
                .isEqualTo("42\n");
    }

    @Test
    void migrations_are_listed_while_it_runs() {
        Ended status = LoamProcess.run(project, "migrate", "status");
        assertThat(status.code()).isZero();
        assertThat(status.out().lines()).hasSize(5)
                .allMatch(line -> line.matches("applied +migrations/2026\\S+\\.sql +\\(.*Z\\)"));
        assertThat(LoamProcess.run(project, "migrate", "up").err())
                .endsWith("Nothing to apply.\n");
    }

    @Test
    void a_reset_is_refused_while_it_runs() {
        assertThat(LoamProcess.run(project, "reset", "--yes")).isEqualTo(new Ended(1, "",
                "loam: Process " + loam.pid() + " serves " + project
                        + "; stop it first: loam stop\n"));
    }

    @Test
    void a_backup_taken_while_it_runs_is_the_same_database_elsewhere() throws Exception {
        Path file = dir.resolve("backup.tar.gz");
        assertThat(LoamProcess.run(project, "backup", file.toString()).code()).isZero();
        assertThat(LoamProcess.run(project, "backup", file.toString()).code()).isEqualTo(1);
        Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
        Ended restored = LoamProcess.run(elsewhere, "restore", file.toString());
        assertThat(restored).isEqualTo(
                new Ended(0, "", "Restored " + file + "; loam up starts it\n"));
        try (LoamProcess other = LoamProcess.up(elsewhere, Map.of())) {
            String here = before.get("DATABASE_URL");
            String there = Projects.keys(elsewhere).get("DATABASE_URL");
            assertThat(there).isNotEqualTo(here);
            assertThat(content(there)).isEqualTo(content(here)).contains("track 3503|");
            assertThat(other.http().get("/rest/v1/artist?artist_id=eq.1").text())
                    .isEqualTo(loam.http().get("/rest/v1/artist?artist_id=eq.1").text());
            assertThat(other.stop()).isZero();
        }
        assertThat(LoamProcess.run(elsewhere, "restore", file.toString()).code()).isEqualTo(1);
    }

    /// What the database is made of, and a digest of each table's rows.
    private static String content(String url) {
        var content = new StringBuilder(Programs.psql(url, """
                select table_name, column_name, data_type, column_default
                from information_schema.columns where table_schema = 'public' order by 1, 2;
                select * from pg_policies order by 1, 2, 3;
                select rolname, rolsuper, rolconfig from pg_roles order by 1;
                select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace
                order by 1;
                select * from supabase_migrations.schema_migrations order by 1"""));
        for (String table : Programs.psql(url, """
                select oid::regclass from pg_class where relkind in ('r', 'm')
                and relnamespace = 'public'::regnamespace order by 1""").lines().toList()) {
            content.append('\n').append(table).append(' ').append(Programs.psql(url,
                    "select count(*), md5(string_agg(t::text, '|' order by t::text)) from "
                            + table + " t"));
        }
        return content.toString();
    }

    @Test
    void the_settings_are_shown_with_value_origin_and_meaning() {
        Ended config = LoamProcess.run(project, Map.of("LOAM_JWT_SECRET", "x".repeat(40)),
                "config", "--port", "9");
        assertThat(config.code()).isZero();
        assertThat(config.out().lines()).anyMatch(line -> line.matches("server\\.port +9 +--port +"
                        + "The port the API listens on.*"))
                .anyMatch(line -> line.matches("jwt\\.secret +\\*\\*\\* +LOAM_JWT_SECRET .*"))
                .noneMatch(line -> line.contains("xxxx"));
    }

    @Test
    void modules_and_routes_are_listed() {
        assertThat(LoamProcess.run(project, "modules").out()).startsWith("rest ");
        assertThat(LoamProcess.run(project, "routes").out()).startsWith("/rest/v1/ ")
                .contains("/auth/v1/ ");
    }

    private static int status(String target) {
        return loam.http().get(target).status();
    }
}
