package dev.loam.adapters.postgres;

import static dev.loam.adapters.postgres.PostgresDatabaseContract.as;
import static dev.loam.adapters.postgres.PostgresDatabaseContract.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.task.Deadline;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Notifications;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that goes and comes back, that wants TLS and a password, and one behind a pooler: with
/// PostgreSQL 15, of Debian.
class PostgresServerContract {
    private static PostgresProcess server;
    private static TestDatabase test;

    @BeforeAll
    static void start() throws IOException {
        server = PostgresProcess.start(PostgresPrograms.debian15(), "ssl = off",
                "password_encryption = 'scram-sha-256'");
        test = new TestDatabase(server.port(), "postgres");
        test.execute(PostgresDatabaseContract.SCRIPT
                + "; create role secretive login password 'hush'");
        certificate(server.data());
        Files.writeString(server.data().resolve("pg_hba.conf"), """
                hostssl all secretive 127.0.0.1/32 scram-sha-256
                host all secretive 127.0.0.1/32 reject
                host all all 127.0.0.1/32 trust
                """);
        test.execute("alter system set ssl = on");
        test.execute("select pg_reload_conf()");
    }

    private static void certificate(Path data) throws IOException {
        Process process = new ProcessBuilder("openssl", "req", "-new", "-x509", "-days", "30",
                "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                "-out", "server.crt", "-keyout", "server.key")
                .directory(data.toFile()).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        data.resolve("server.key").toFile().setReadable(false, false);
        data.resolve("server.key").toFile().setReadable(true, true);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PostgresDatabase open(String url) {
        return new PostgresDatabase(PostgresConfig.fromUrl(url).withPool(4, 100));
    }

    private static Why why(Outcome outcome) {
        return ((Unavailable) outcome).why();
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "prefer", "verify-full", "verify-ca"})
    void tls_and_a_password_are_spoken(String mode) {
        String url = "postgres://secretive:hush@localhost:" + server.port() + "/postgres?sslmode="
                + mode + "&sslrootcert=" + server.data().resolve("server.crt");
        try (PostgresDatabase database = open(url)) {
            Sql secure = Sql.of("select ssl from pg_stat_ssl where pid = pg_backend_pid()");
            Outcome outcome = database.run(secure, Session.LOGIN, soon());
            assertThat(((Rows) outcome).text(0, 0)).isEqualTo("t");
        }
    }

    @ParameterizedTest
    @CsvSource({"secretive:wrong@localhost,require", "secretive@localhost,require",
        "secretive:hush@localhost,disable", "secretive:hush@127.0.0.1,verify-full"})
    void a_wrong_password_or_certificate_is_unavailable_and_says_why(String user, String mode) {
        String url = "postgres://" + user + ":" + server.port() + "/postgres?sslmode=" + mode
                + "&sslrootcert=" + server.data().resolve("server.crt");
        try (PostgresDatabase database = open(url)) {
            Outcome outcome = database.run(Sql.of("select 1"), Session.LOGIN, soon());
            assertThat(why(outcome)).isEqualTo(Why.CONNECTION);
            assertThat(((Unavailable) outcome).message()).isNotBlank().doesNotContain("hush");
        }
    }

    @Test
    void an_idle_connection_to_a_server_that_restarted_costs_no_failure() {
        try (PostgresDatabase database = open(test.url("pool_login"))) {
            for (boolean crash : List.of(false, true)) {
                assertThat(database.run(Sql.of("select 1"), as("pool_ann"), soon()))
                        .isInstanceOf(Rows.class);
                if (crash) {
                    server.crash();
                } else {
                    server.stop();
                }
                server.start();
                assertThat(database.run(Sql.of("insert into item values (100, 'x', 'pool_ann') "
                        + "on conflict do nothing"), as("pool_ann"), soon()))
                        .isInstanceOf(Rows.class);
            }
        }
    }

    @Test
    void a_server_that_is_down_refuses_quickly_and_is_found_again() {
        try (PostgresDatabase database = open(test.url("pool_login"))) {
            assertThat(database.run(Sql.of("select 1"), Session.LOGIN, soon()))
                    .isInstanceOf(Rows.class);
            server.stop();
            // A connection that was used a moment ago is trusted, and then found broken.
            assertThat(why(database.run(Sql.of("select 1"), Session.LOGIN, soon())))
                    .isIn(Why.CONNECTION, Why.BROKEN);
            for (int i = 0; i < 1_000; i++) {
                assertThat(why(database.run(Sql.of("select 1"), Session.LOGIN, soon())))
                        .isEqualTo(Why.CONNECTION);
            }
            server.start();
            Outcome outcome = null;
            var patience = Deadline.after(Duration.ofSeconds(5), System.nanoTime());
            while (!(outcome instanceof Rows) && !patience.passed(System.nanoTime())) {
                outcome = database.run(Sql.of("select 1"), Session.LOGIN, soon());
            }
            assertThat(outcome).isInstanceOf(Rows.class);
        }
    }

    @Test
    void a_statement_that_the_server_cut_off_is_broken_and_not_run_again() throws Exception {
        try (PostgresDatabase database = open(test.url("pool_login"))) {
            test.execute("create sequence tries; grant all on sequence tries to public");
            var running = new CountDownLatch(1);
            var run = new Run(soon().deadline(), () -> {
                running.countDown();
                return false;
            });
            var outcome = new LinkedBlockingQueue<Outcome>();
            Thread.ofVirtual().start(() -> outcome.add(database.run(
                    Sql.of("select nextval('tries'), pg_sleep(30)"), Session.LOGIN, run)));
            running.await();
            test.execute("select pg_terminate_backend(pid) from pg_stat_activity "
                    + "where query like '%nextval%' and pid <> pg_backend_pid()");
            assertThat(why(outcome.poll(10, TimeUnit.SECONDS))).isEqualTo(Why.BROKEN);
            assertThat(test.value("select last_value from tries")).isEqualTo("1");
            assertThat(database.run(Sql.of("select 1"), Session.LOGIN, soon()))
                    .isInstanceOf(Rows.class);
        }
    }

    @Test
    void no_answer_is_wrong_while_the_server_crashes_under_load() throws Exception {
        try (PostgresDatabase database = open(test.url("pool_login"))) {
            var answered = new AtomicInteger();
            var wrong = new LinkedBlockingQueue<String>();
            var warm = new CountDownLatch(50);
            var stop = new CountDownLatch(1);
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 8; i++) {
                String mine = "v" + i;
                threads.add(Thread.ofVirtual().start(() -> {
                    while (stop.getCount() > 0) {
                        ask(database, mine, answered, wrong);
                        warm.countDown();
                    }
                }));
            }
            warm.await();
            server.crash();
            server.start();
            int before = answered.get();
            var patience = Deadline.after(Duration.ofSeconds(10), System.nanoTime());
            while (answered.get() < before + 100 && !patience.passed(System.nanoTime())) {
                Thread.onSpinWait();
            }
            stop.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(answered.get()).isGreaterThanOrEqualTo(before + 100);
        }
    }

    private static void ask(PostgresDatabase database, String mine, AtomicInteger answered,
            BlockingQueue<String> wrong) {
        Sql sql = Sql.of("select ?::text, current_user", Sql.Bind.of(mine));
        Outcome outcome = database.run(sql, as("pool_ann"), soon());
        if (outcome instanceof Rows rows) {
            answered.incrementAndGet();
            if (!rows.text(0, 0).equals(mine) || !rows.text(0, 1).equals("pool_ann")) {
                wrong.add(rows.text(0, 0) + " for " + mine);
            }
        } else if (!(outcome instanceof Unavailable)) {
            wrong.add(outcome.toString());
        }
    }

    @Test
    void notifications_come_in_order_and_go_on_after_a_restart() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var listener = new Notifications.Listener() {
            @Override
            public void onNotification(String channel, String payload) {
                heard.add(channel + ":" + payload);
            }

            @Override
            public void onResync() {
                heard.add("resync");
            }
        };
        PostgresConfig config = PostgresConfig.fromUrl(test.url("pool_login"));
        try (var _ =
                new PostgresNotifications(config, List.of("pgrst", "Odd \"one"), listener)) {
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("resync");
            test.execute("select pg_notify('pgrst', 'reload schema'); notify \"Odd \"\"one\", 'b'");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("pgrst:reload schema");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("Odd \"one:b");
            server.crash();
            server.start();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("resync");
            test.execute("notify pgrst, 'again'");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("pgrst:again");
        }
    }
}
