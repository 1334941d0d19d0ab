package dev.loam.adapters.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The embedded server of a folder: created, reused, killed, orphaned, refused.
class EmbeddedPostgresSpec {
    private static final EmbeddedConfig CONFIG = EmbeddedConfig.defaults();

    @TempDir
    Path project;

    @Test
    void a_new_folder_gets_a_durable_utf8_server_that_only_its_owner_can_enter() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(loam(), CONFIG)) {
            assertThat(server.created()).isTrue();
            assertThat(loam().resolve(".gitignore")).hasContent("*");
            assertThat(Files.getPosixFilePermissions(loam().resolve("postgres-password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            try (Connection connection = server.connect()) {
                assertThat(value(connection, "select split_part(version(), ' ', 2)"))
                        .startsWith("18.");
                assertThat(value(connection, """
                        select concat_ws(' ', datlocprovider, datlocale,
                            pg_encoding_to_char(encoding), datctype)
                        from pg_database where datname = current_database()
                        """)).isEqualTo("b C.UTF-8 UTF8 C.UTF-8");
                assertThat(value(connection, """
                        select string_agg(setting, ' ' order by name) from pg_settings
                        where name in ('fsync', 'listen_addresses', 'password_encryption',
                            'shared_preload_libraries', 'wal_level', 'log_timezone',
                            'unix_socket_directories', 'default_text_search_config')
                        """)).isEqualTo("pg_catalog.english on 127.0.0.1 UTC"
                        + " scram-sha-256 pg_stat_statements  logical");
                assertThat(value(connection, """
                        select string_agg(distinct auth_method, ' ') from pg_hba_file_rules
                        """)).isEqualTo("scram-sha-256");
                assertThat(value(connection, "select upper('äß') || lower('ΑΓ')"))
                        .isEqualTo("Äßαγ");
            }
            assertThatThrownBy(() -> DriverManager.getConnection(
                    server.jdbcUrl().replaceFirst("password=.*", "password=wrong")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void the_server_keeps_some_of_the_memory_that_an_answer_took() throws Exception {
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(loam(), CONFIG)) {
            String server = Files.readAllLines(loam().resolve("postgres/postmaster.pid"))
                    .getFirst();
            Path environment = Path.of("/proc", server, "environ");
            assertThat(Files.readString(environment, StandardCharsets.ISO_8859_1).split("\0"))
                    .contains("MALLOC_TRIM_THRESHOLD_=4194304", "MALLOC_MMAP_THRESHOLD_=4194304");
        }
    }

    @Test
    void after_a_clean_stop_the_data_and_the_port_are_the_same() throws Exception {
        int port;
        String url;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(loam(), CONFIG)) {
            write(first, "create table kept as select 1 as one");
            port = first.port();
            url = first.ownerUrl();
        }
        assertThat(Files.readString(loam().resolve("postgres.log")))
                .contains("received fast shutdown request", "database system is shut down");
        assertThat(new EmbeddedFolder(loam()).owner()).isEmpty();
        try (EmbeddedPostgres second = EmbeddedPostgres.start(loam(), CONFIG)) {
            assertThat(second.created()).isFalse();
            assertThat(second.port()).isEqualTo(port);
            assertThat(second.ownerUrl()).isEqualTo(url);
            assertThat(read(second, "select one from kept")).isEqualTo("1");
        }
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres third = EmbeddedPostgres.start(loam(), CONFIG)) {
            assertThat(third.port()).isNotEqualTo(taken.getLocalPort());
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(loam(),
                    CONFIG.withPort(taken.getLocalPort())))
                    .hasMessageContaining("The port " + taken.getLocalPort())
                    .hasMessageContaining("is taken");
        }
    }

    @Test
    void a_second_owner_is_refused_by_name() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(loam(), CONFIG)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(loam(), CONFIG))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("is in use by process "
                            + ProcessHandle.current().pid());
            try (OtherProcess other = OtherProcess.start(loam())) {
                assertThat(other.said()).startsWith("refused: The folder")
                        .contains("is in use by process " + ProcessHandle.current().pid());
            }
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void the_server_dies_with_a_parent_that_is_killed_and_its_folder_is_free_again()
            throws Exception {
        try (OtherProcess other = OtherProcess.start(loam())) {
            String[] words = other.said().split(" ");
            assertThat(words[0]).isEqualTo("running");
            ProcessHandle server = ProcessHandle.of(Long.parseLong(words[1])).orElseThrow();
            assertThat(new EmbeddedFolder(loam()).owner()).hasValue(other.process().pid());
            other.process().destroyForcibly();
            server.onExit().get(20, TimeUnit.SECONDS);
            assertThat(server.isAlive()).isFalse();
        }
        try (EmbeddedPostgres again = EmbeddedPostgres.start(loam(), CONFIG)) {
            assertThat(again.created()).isFalse();
            assertThat(Files.readString(loam().resolve("postgres.log")))
                    .containsPattern("(?s)ready to accept.*database system was shut down at")
                    .doesNotContain("was interrupted");
        }
    }

    @Test
    void a_server_killed_under_our_feet_comes_back_on_its_port_with_its_data() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(loam(), CONFIG)) {
            int port = server.port();
            write(server, "create table kept as select 1 as one");
            ProcessHandle old = ProcessHandle.of(server.pid()).orElseThrow();
            old.destroyForcibly();
            old.onExit().get(10, TimeUnit.SECONDS);
            // The restart itself holds the handle's monitor, so asking waits for its end.
            CompletableFuture.runAsync(() -> awaitOther(server, old.pid()))
                    .get(30, TimeUnit.SECONDS);
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.pid()).isNotEqualTo(old.pid());
            assertThat(read(server, "select one from kept")).isEqualTo("1");
            assertThat(Files.readString(loam().resolve("postgres.log")))
                    .contains("automatic recovery in progress");
        }
    }

    @Test
    void an_orphaned_server_and_a_stale_pid_file_of_a_stranger_do_not_hinder_a_start()
            throws Exception {
        int port;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(loam(), CONFIG)) {
            port = first.port();
        }
        // A server without a Loam: as if the shell beside it had been killed too.
        Privileges.Choice programs = Privileges.choose(CONFIG);
        Process alone = Command.builder(programs.privileges().command(
                        programs.binaries().postgres(), "-D", loam().resolve("postgres").toString(),
                        "-c", "port=" + port, "-c", "listen_addresses=127.0.0.1",
                        "-c", "unix_socket_directories="))
                .redirectErrorStream(true).start();
        try (BufferedReader log = alone.inputReader()) {
            assertThat(log.lines().anyMatch(line -> line.contains("is ready to accept"))).isTrue();
            try (EmbeddedPostgres second = EmbeddedPostgres.start(loam(), CONFIG)) {
                assertThat(alone.isAlive()).isFalse();
                assertThat(second.port()).isEqualTo(port);
            }
        }
        Path pidFile = loam().resolve("postgres/postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        try (EmbeddedPostgres third = EmbeddedPostgres.start(loam(), CONFIG)) {
            assertThat(third.isRunning()).isTrue();
        }
    }

    @Test
    void data_of_another_release_and_folders_without_data_are_refused() throws Exception {
        Files.createDirectories(loam().resolve("postgres"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(loam(), CONFIG))
                .hasMessageContaining("holds no PostgreSQL database");
        Files.writeString(loam().resolve("postgres/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(loam(), CONFIG))
                .hasMessageContaining("was made by PostgreSQL 17, and this is PostgreSQL 18");
        assertThat(new EmbeddedFolder(loam()).owner()).isEmpty();
    }

    @Test
    void a_wrong_setting_stops_the_start_with_the_servers_own_words() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(loam(),
                CONFIG.withSettings(Map.of("work_mem", "lots"))))
                .hasMessageContaining("invalid value for parameter \"work_mem\": \"lots\"");
    }

    @Test
    void root_can_also_run_it_as_another_user_and_take_the_data_back() throws Exception {
        if (Privileges.me() != 0) {
            assertThat(Privileges.choose(CONFIG).privileges())
                    .as("only root has a choice").isNotEqualTo(Privileges.OTHER_USER);
            return;
        }
        // The folder that JUnit makes is closed to others.
        Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("rwxr-xr-x"));
        Privileges.Choice other = new Privileges.Choice(
                Privileges.forOthers(Binaries.under(CONFIG.cacheDir())), Privileges.OTHER_USER);
        EmbeddedFolder folder = new EmbeddedFolder(loam());
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, CONFIG, other)) {
            write(server, "create table kept as select 1 as one");
            assertThat(Folders.owner(Path.of("/proc/" + server.pid())))
                    .isEqualTo(Privileges.NOBODY);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(loam(), CONFIG)) {
            assertThat(read(server, "select one from kept")).isEqualTo("1");
        }
    }

    private Path loam() {
        return project.resolve(".loam");
    }

    /// The end of a process is known to its handle a moment before the one who started it.
    private static void awaitOther(EmbeddedPostgres server, long dead) {
        for (long pid = dead; pid == dead || pid == 0; pid = server.pid()) {
            Thread.onSpinWait();
        }
    }

    static void write(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String read(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.connect()) {
            return value(connection, sql);
        }
    }

    static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /// Another Java process that tries to run the server of a folder.
    private record OtherProcess(Process process, String said) implements AutoCloseable {
        static OtherProcess start(Path loamDir) throws Exception {
            Process process = new ProcessBuilder(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "-cp", System.getProperty("java.class.path"),
                    Main.class.getName(), loamDir.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            // Logging goes to standard output too; the answer has a mark of its own.
            String said = process.inputReader().lines()
                    .filter(line -> line.startsWith("> ")).findFirst().orElseThrow();
            return new OtherProcess(process, said.substring(2));
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    /// What the other process does.
    static final class Main {
        private Main() {
        }

        public static void main(String[] arguments) throws Exception {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]), CONFIG);
                System.out.println("> running " + server.pid());
            } catch (EmbeddedPostgresException e) {
                System.out.println("> refused: " + e.getMessage());
            }
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
