package dev.loam.adapters.postgres;

import static dev.loam.adapters.postgres.PostgresDatabaseContract.as;
import static dev.loam.adapters.postgres.PostgresDatabaseContract.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import dev.loam.ports.database.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behind PgBouncer in transaction mode, with fewer server connections than clients.
class PostgresPoolerContract {
    private static final TestDatabase TEST =
            PostgresFixture.freshDatabase(PostgresDatabaseContract.SCRIPT);
    @TempDir
    private static Path folder;
    private static Process pooler;
    private static PostgresDatabase database;

    @BeforeAll
    static void start() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path settings = folder.resolve("pgbouncer.ini");
        Files.writeString(folder.resolve("users.txt"), "\"pool_login\" \"\"\n");
        Files.writeString(settings, """
                [databases]
                %s = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = trust
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 2
                """.formatted(TEST.name(), TEST.port(), port, folder.resolve("users.txt")));
        pooler = new ProcessBuilder(command(settings)).redirectErrorStream(true).start();
        awaitUp();
        String url = "postgres://pool_login@127.0.0.1:" + port + "/" + TEST.name();
        database = new PostgresDatabase(PostgresConfig.fromUrl(url).withPool(6, 100)
                .withPreparedStatements(false));
    }

    private static List<String> command(Path settings) {
        Path program = Path.of("/usr/sbin/pgbouncer");
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException("missing: apt-get install pgbouncer");
        }
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(program.toString(), settings.toString()));
        return command;
    }

    private static void awaitUp() throws IOException {
        BufferedReader log = pooler.inputReader();
        var seen = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            seen.append(line).append('\n');
            if (line.contains("process up")) {
                Thread.ofPlatform().daemon().start(() -> drain(log));
                return;
            }
        }
        throw new IllegalStateException("PgBouncer ended:\n" + seen);
    }

    /// Keeps the pooler from blocking on a full pipe, until its end closes the pipe.
    private static void drain(BufferedReader log) {
        try {
            log.transferTo(Writer.nullWriter());
        } catch (IOException _) {
            // Its end.
        }
    }

    @AfterAll
    static void stop() {
        if (database != null) {
            database.close();
        }
        pooler.destroy();
    }

    @Test
    void requests_of_many_roles_are_kept_apart() throws Exception {
        var right = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 6; i++) {
            String role = i % 2 == 0 ? "pool_ann" : "pool_bob";
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < 50; n++) {
                    Outcome outcome = database.run(Sql.of("select owner, ?::int, "
                            + "current_setting('request.n') from item", Bind.of("" + n)),
                            as(role, new Setting("request.n", role + n)), soon());
                    if (outcome instanceof Rows rows && rows.size() == 1
                            && rows.text(0, 0).equals(role) && rows.text(0, 2).endsWith("" + n)) {
                        right.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(right).hasValue(300);
    }

    @Test
    void decisions_streams_and_errors_work_as_without_it() throws IOException {
        Sql insert = Sql.of("insert into parent values (?::int)", Bind.of("1"));
        assertThat(database.decide(insert, as("pool_ann"), soon(), Verdict.ROLLBACK))
                .isInstanceOf(Rows.class);
        assertThat(database.decide(insert, as("pool_ann"), soon(), Verdict.COMMIT))
                .isInstanceOf(Rows.class);
        assertThat(database.decide(insert, as("pool_ann"), soon(), Verdict.COMMIT))
                .isInstanceOf(SqlError.class);
        assertThat(TEST.value("select count(*) from parent")).isEqualTo("1");
        var rows = new AtomicInteger();
        database.stream(Sql.of("select generate_series(1, 25)"), as("pool_ann"), soon(), 10,
                batch -> rows.addAndGet(batch.size()));
        assertThat(rows).hasValue(25);
    }

    @Test
    void a_cancel_goes_through_it() {
        Run run = Run.until(Deadline.after(Duration.ofMillis(300), System.nanoTime()));
        Outcome outcome = database.run(Sql.of("select pg_sleep(30)"), as("pool_ann"), run);
        assertThat(((Unavailable) outcome).why()).isEqualTo(Why.DEADLINE);
        assertThat(database.run(Sql.of("select 1"), as("pool_ann"), soon()))
                .isInstanceOf(Rows.class);
    }
}
