package dev.loam.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.loam.app.config.Settings;
import dev.loam.app.project.ProjectFolder;
import dev.loam.app.project.RunningLoam;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    @TempDir
    private Path dir;

    private final RecordingActions actions = new RecordingActions();
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String input = "";

    @ParameterizedTest
    @ValueSource(strings = {"up", "stop", "status", "rest", "keys", "keys list", "keys standby",
        "keys rotate", "keys revoke", "keys api", "keys create", "keys drop", "config", "modules",
        "routes", "migrate", "migrate new", "migrate status", "migrate up", "doctor", "policies",
        "diff", "reset", "psql", "backup", "restore", "cache", "cache simulate",
        "check-consistency", "bench", "top", "version", "completion", "test", "check", "package"})
    void every_command_explains_itself(String command) {
        int code = run(Stream.concat(Stream.of(command.split(" ")), Stream.of("--help"))
                .toArray(String[]::new));

        assertThat(code).isZero();
        assertThat(out.toString()).contains("Usage: loam " + command);
        assertThat(err.toString()).isEmpty();
        assertThat(actions.asked).isEmpty();
    }

    @Test
    void the_program_lists_its_commands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("up ", "stop ", "status ", "rest ", "keys ",
                "config ", "modules ", "routes ", "migrate ", "doctor ", "policies ", "diff ",
                "reset ", "psql ", "backup ", "restore ", "cache ", "check-consistency ", "bench ",
                "top ", "version ", "completion ", "test ", "check ", "package ");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Missing required subcommand",
        "'bogus', bogus",
        "'up --bogus', --bogus",
        "'up a b', 'b'",
        "'migrate', Missing required subcommand",
        "'cache', Missing required subcommand",
        "'cache simulate --size 0', --size",
        "'cache simulate --size much', --size",
        "'check-consistency --seconds 0', --seconds",
        "'check-consistency --seconds 1 --hours 1', mutually exclusive",
        "'migrate new', NAME",
        "'backup', FILE",
        "'keys revoke', KID",
        "'keys drop', ID",
        "'keys create', --name",
        "'keys create --name x --expires soon', --expires",
        "'policies --format xml', --format",
        "'diff a.json', NEW",
        "'diff nofile.json b.json', OLD: there is no file or folder nofile.json",
        "'diff http:///x b.json', OLD: wanted http://HOST",
        "'diff http://u:p@h/ b.json', OLD: credentials belong into a --header",
        "'diff http://127.0.0.1:1/ nowhere#v1', NEW: there is no file or folder nowhere#v1",
        "'diff http://127.0.0.1:1/ http://127.0.0.1:1/ -H x', --header",
        "'completion tcsh', SHELL",
        "'bench http://127.0.0.1:1/', --rate",
        "'bench http://127.0.0.1:1/ --rate 5 --closed', --closed",
        "'bench http://127.0.0.1:1/ --rate -5', --rate",
        "'bench https://127.0.0.1/ --closed', http://HOST",
        "'bench http://192.0.2.1/ --closed', --allow-remote",
        "'bench http://127.0.0.1:1/ --closed --duration x', --duration",
        "'bench http://127.0.0.1:1/ --closed --connections 0', --connections",
        "'bench http://127.0.0.1:1/ --closed --header x', --header",
        "'bench http://127.0.0.1:1/ --closed --body @/no/file', /no/file cannot be read",
        "'bench http://127.0.0.1:1/ --closed --requests /no/file', /no/file cannot be read",
        "'up /no/such/folder', There is no folder /no/such/folder",
        "'up --port x', --port: wanted a whole number from 0 to 65535",
        "'up --config /no/file', /no/file: cannot be read",
        "'rest /no/file', /no/file: cannot be read",
    })
    void a_wrong_call_is_2_and_says_why(String line, String why) {
        int code = run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(why);
        assertThat(out.toString()).isEmpty();
        assertThat(actions.asked).isEmpty();
    }

    @Test
    void a_failure_is_1_with_its_sentence() {
        actions.failure = new CommandFailed("The port is taken");

        assertThat(run("up", dir.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("loam: The port is taken\n");
    }

    @Test
    void a_defect_is_1_and_shows_where() {
        actions.failure = new IllegalStateException("boom");

        assertThat(run("up", dir.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("defect", "boom", "CliTest");
    }

    @Test
    void up_takes_its_flags_over_everything() {
        environment.put("LOAM_SERVER_PORT", "1");

        int code = run("up", dir.toString(), "--port", "2", "--admin-port=3", "--host", "::1",
                "--database-url", "postgresql://u@h/d", "--roles", "rest,auth", "--bootstrap",
                "--production");

        assertThat(code).isZero();
        ProjectOptions options = actions.options;
        assertThat(options.project().dir()).isEqualTo(dir);
        assertThat(options.config().server().port()).isEqualTo(2);
        assertThat(options.config().server().adminPort()).isEqualTo(3);
        assertThat(options.config().server().url()).isEqualTo("http://[::1]:2");
        assertThat(options.config().server().roles()).containsExactly("rest", "auth");
        assertThat(options.config().database().url()).isEqualTo("postgresql://u@h:5432/d");
        assertThat(options.config().database().bootstrap()).isTrue();
        assertThat(options.config().production()).isTrue();
        assertThat(options.loaded().values().origin(Settings.PORT)).isEqualTo("--port");
    }

    @ParameterizedTest
    @CsvSource({
        "modules, modules", "routes, routes", "migrate status, migrate STATUS",
        "keys list, keys ListSigning[]", "keys standby, keys Standby[]",
        "keys rotate, keys Rotate[]", "keys revoke k1, keys Revoke[id=k1]",
        "keys api, keys ListApi[]", "keys drop 7, keys Drop[id=7]",
        "keys create --name x, 'keys Create[name=x, role=service_role, scopes=[], lifetime=null]'",
        "'keys create --name x --role r --scope rest,auth --expires 90d', "
                + "'keys Create[name=x, role=r, scopes=[rest, auth], lifetime=PT2160H]'",
        "migrate up, migrate UP", "policies, policies [] text",
        "policies --strict --schema a --schema b --format json, 'policies [a, b] json strict'",
        "backup file, backup file", "restore file, restore file",
    })
    void commands_of_the_running_parts_are_passed_on(String line, String asked) {
        assertThat(run(Stream.concat(Stream.of(line.split(" ")), Stream.of(dir.toString()))
                .toArray(String[]::new))).isZero();
        assertThat(actions.asked).containsExactly(asked);
        assertThat(actions.options.project().dir()).isEqualTo(dir);
    }

    @Test
    void keys_prints_lines_for_a_shell_and_nothing_else() throws Exception {
        environment.put("LOAM_JWT_SECRET", "it's a secret of more than $HOME `32` letters");
        actions.url = "postgresql://postgres:p@127.0.0.1:5433/postgres";

        assertThat(run("keys", dir.toString())).isZero();

        assertThat(out.toString().lines()).hasSize(5);
        assertThat(err.toString()).isEmpty();
        Process shell = new ProcessBuilder("sh", "-c", "eval \"$1\"; printf '%s\\n' "
                + "\"$LOAM_URL\" \"$ANON_KEY\" \"$SERVICE_KEY\" \"$JWT_SECRET\" \"$DATABASE_URL\"",
                "sh", out.toString()).start();
        List<String> values = shell.inputReader().lines().toList();
        assertThat(shell.waitFor()).isZero();
        assertThat(values.get(0)).isEqualTo("http://127.0.0.1:8000");
        assertThat(values.get(1)).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(values.get(2)).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(values.get(3)).isEqualTo("it's a secret of more than $HOME `32` letters");
        assertThat(values.get(4)).isEqualTo(actions.url);
        assertThat(out.toString().lines().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactly(
                        "LOAM_URL", "ANON_KEY", "SERVICE_KEY", "JWT_SECRET", "DATABASE_URL");
    }

    @Test
    void keys_of_a_running_project_have_its_real_address() {
        RunningLoam.note(new ProjectFolder(dir), "http://127.0.0.1:4711", null);

        assertThat(run("keys", dir.toString())).isZero();
        assertThat(out.toString()).startsWith("LOAM_URL='http://127.0.0.1:4711'\n");
    }

    @Test
    void config_prints_value_origin_and_meaning_without_secrets() {
        environment.put("LOAM_JWT_SECRET", "invisible".repeat(4));

        assertThat(run("config", dir.toString(), "--port", "9000")).isZero();

        assertThat(out.toString().lines()).hasSize((int) Settings.ALL.stream()
                .filter(setting -> !setting.named()).count());
        assertThat(out.toString()).doesNotContain("invisible").containsPattern(
                "server\\.port +9000 +--port +The port the API listens on")
                .containsPattern("jwt\\.secret +\\*\\*\\* +LOAM_JWT_SECRET ");
    }

    @Test
    void status_and_stop_know_when_nothing_runs() {
        assertThat(run("status", dir.toString())).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("No Loam serves " + dir + "\n");
        assertThat(run("stop", dir.toString())).isZero();
        assertThat(err.toString()).isEqualTo("No Loam serves " + dir + "\n");
    }

    @Test
    void stop_ends_the_process_and_waits_for_its_end() throws Exception {
        Process served = new ProcessBuilder("sleep", "60").start();
        ProjectFolder project = new ProjectFolder(dir);
        project.prepare();
        Files.write(project.pidFile(), List.of(Long.toString(served.pid()),
                served.info().startInstant().orElseThrow().toString(), "http://a:1", ""));

        assertThat(run("stop", dir.toString())).isZero();

        assertThat(served.isAlive()).isFalse();
        assertThat(err.toString()).isEqualTo("Stopped process " + served.pid() + "\n");
    }

    @ParameterizedTest
    @CsvSource({"--seconds 5 --seed 7, PT5S seed=7", "--hours 2 --seed 1, PT2H seed=1"})
    void a_check_of_consistency_is_passed_on(String options, String asked) {
        assertThat(run(("check-consistency " + options).split(" "))).isZero();
        assertThat(actions.asked).containsExactly(
                "check CheckOptions[time=" + asked.replace(" ", ", ") + "]");
    }

    @ParameterizedTest
    @CsvSource({"200, 0, ', ready'", "503, 1, ', not ready: it answers 503 starting'"})
    void status_asks_the_admin_port(int answer, int code, String said) throws IOException {
        HttpServer admin = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        admin.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(answer, "starting".length());
            exchange.getResponseBody().write("starting".getBytes());
            exchange.close();
        });
        admin.start();
        try {
            RunningLoam.note(new ProjectFolder(dir), "http://127.0.0.1:1",
                    "http://127.0.0.1:" + admin.getAddress().getPort());
            assertThat(run("status", dir.toString())).isEqualTo(code);
        } finally {
            admin.stop(0);
        }
        assertThat(out.toString()).endsWith(" at http://127.0.0.1:1" + said + "\n");
    }

    @Test
    void reset_asks_and_deletes_on_yes_only() throws IOException {
        Path data = Files.createDirectories(dir.resolve(".loam/postgres/base"));
        Files.writeString(data.resolve("1"), "x");

        for (String no : List.of("", "n\n", "maybe\n")) {
            input = no;
            assertThat(run("reset", dir.toString())).as(no).isEqualTo(1);
            assertThat(data).exists();
        }
        input = "y\n";
        assertThat(run("reset", dir.toString())).isZero();
        assertThat(dir.resolve(".loam/postgres")).doesNotExist();
        assertThat(dir.resolve(".loam")).exists();
    }

    @Test
    void reset_with_yes_does_not_ask() throws IOException {
        Files.createDirectories(dir.resolve(".loam/postgres"));

        assertThat(run("reset", "--yes", dir.toString())).isZero();
        assertThat(dir.resolve(".loam/postgres")).doesNotExist();
        assertThat(err.toString()).doesNotContain("?");
    }

    @Test
    void reset_leaves_a_database_in_use_and_a_foreign_one_alone() throws IOException {
        Path data = Files.createDirectories(dir.resolve(".loam/postgres"));
        RunningLoam running = RunningLoam.note(new ProjectFolder(dir), "http://a:1", null);
        assertThat(run("reset", "--yes", dir.toString())).isEqualTo(1);
        running.forget(new ProjectFolder(dir));

        environment.put("LOAM_DATABASE_URL", "postgresql://u@h/d");
        assertThat(run("reset", "--yes", dir.toString())).isEqualTo(1);

        assertThat(data).exists();
        assertThat(err.toString()).contains("loam stop", "database.url");
    }

    @Test
    void migrate_new_makes_an_empty_file_named_by_the_moment() throws IOException {
        assertThat(run("migrate", "new", "add_orders", dir.toString())).isZero();

        Path file = Path.of(out.toString().strip());
        assertThat(file.getParent()).isEqualTo(dir.resolve("migrations"));
        assertThat(file.getFileName().toString()).matches("\\d{14}_add_orders\\.sql");
        assertThat(Files.readString(file)).isEqualTo("-- add_orders\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a b", "_", "a.sql"})
    void migrate_new_refuses_other_names(String name) {
        assertThat(run("migrate", "new", name, dir.toString())).isEqualTo(2);
        assertThat(dir.resolve("migrations")).doesNotExist();
    }

    @Test
    void rest_reads_postgrests_configuration() throws IOException {
        Path file = Files.writeString(dir.resolve("p.conf"), "server-port = 3010\nodd = 1\n");
        environment.put("PGRST_DB_ANON_ROLE", "web_anon");

        assertThat(run("rest", file.toString())).isZero();

        assertThat(actions.rest.config().server().port()).isEqualTo(3010);
        assertThat(actions.rest.config().rest().anonRole()).isEqualTo("web_anon");
        assertThat(err.toString()).contains("odd");
    }

    @Test
    void rest_can_print_its_settings_so_that_they_read_back() throws IOException {
        environment.put("PGRST_JWT_AUD", "a \"quoted\" $ \\ text");
        environment.put("PGRST_DB_POOL_MAX_LIFETIME", "90");
        environment.put("PGRST_DB_URI", "postgresql://u:hidden@h/d");
        assertThat(run("rest", "--dump-config")).isZero();
        String first = out.toString();
        assertThat(first).doesNotContain("hidden").contains("db-pool-max-lifetime = 90\n");

        environment.clear();
        out.getBuffer().setLength(0);
        Path file = Files.writeString(dir.resolve("p.conf"), first);
        assertThat(run("rest", "--dump-config", file.toString())).isZero();

        assertThat(out.toString()).isEqualTo(first);
    }

    @Test
    void rest_shows_an_example_that_changes_nothing() throws IOException {
        assertThat(run("rest", "--dump-config")).isZero();
        String defaults = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("rest", "--example")).isZero();
        String example = out.toString();
        assertThat(example).contains("## The role of a request without a token; empty refuses "
                + "those.\n# db-anon-role = \"\"\n");
        assertThat(example.lines().filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2)))
                .containsExactlyElementsOf(defaults.lines().toList());
    }

    @Test
    void rest_says_its_version() {
        assertThat(run("rest", "-v")).isZero();
        assertThat(out.toString()).startsWith("Loam ");
    }

    @Test
    void completion_is_a_script_bash_can_read() throws Exception {
        assertThat(run("completion", "bash")).isZero();

        Path script = Files.writeString(dir.resolve("completion"), out.toString());
        assertThat(new ProcessBuilder("bash", "-n", script.toString()).start().waitFor()).isZero();
        assertThat(out.toString()).contains("--admin-port", "complete -F", "loam");
    }

    @Test
    void version_names_java_too() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("Loam .+ on Java 25.*\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "check", "package"})
    void the_launchers_own_commands_need_a_clone(String command) {
        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains("only in a clone");
    }

    private int run(String... arguments) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true),
                new BufferedReader(new StringReader(input)));
        return new Cli(actions, console, environment).run(arguments);
    }

    /// Keeps what it was asked, and does nothing.
    private static final class RecordingActions implements Actions {
        private final List<String> asked = new ArrayList<>();
        private ProjectOptions options;
        private RestOptions rest;
        private RuntimeException failure;
        private String url = "postgresql://postgres@127.0.0.1:1/postgres";

        @Override
        public int up(ProjectOptions given, Console console) {
            return done("up", given);
        }

        @Override
        public int rest(RestOptions given, Console console) {
            rest = given;
            asked.add("rest");
            return 0;
        }

        @Override
        public int migrate(MigrateOptions given, Console console) {
            return done("migrate " + given.step(), given.project());
        }

        @Override
        public int doctor(ReviewOptions given, Console console) {
            return policies(given, console);
        }

        @Override
        public int diff(DiffOptions given, Console console) {
            throw new UnsupportedOperationException("nothing is compared here");
        }

        @Override
        public int policies(ReviewOptions given, Console console) {
            return done("policies " + given.schemas() + " " + given.format()
                    + (given.strict() ? " strict" : ""), given.project());
        }

        @Override
        public int backup(ProjectOptions given, Path file, Console console) {
            return done("backup " + file, given);
        }

        @Override
        public int restore(ProjectOptions given, Path file, Console console) {
            return done("restore " + file, given);
        }

        @Override
        public int keys(KeyOptions given, Console console) {
            return done("keys " + given.step(), given.project());
        }

        @Override
        public int checkConsistency(CheckOptions given, Console console) {
            asked.add("check " + given);
            return 0;
        }

        @Override
        public int modules(ProjectOptions given, Console console) {
            return done("modules", given);
        }

        @Override
        public int routes(ProjectOptions given, Console console) {
            return done("routes", given);
        }

        @Override
        public String databaseUrl(ProjectOptions given) {
            return url;
        }

        private int done(String what, ProjectOptions given) {
            if (failure != null) {
                throw failure;
            }
            asked.add(what);
            options = given;
            return 0;
        }
    }
}
