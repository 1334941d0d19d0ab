package dev.loam.spec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import dev.loam.spec.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Requests for accounts take places of their own, one for each transaction, and use the database
/// no longer than their clients wait: with one place and a line for one.
class TurnsSpec {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
    private static TestDatabase tables;
    private static AuthServer server;

    @BeforeAll
    static void start() {
        tables = AuthServer.database();
        tables.execute("create table public.notes (id int); insert into public.notes values (1)");
        server = AuthServer.start(tables, Map.of("load.limit-min", "1", "load.limit-max", "1",
                "load.queue-max", "1", "load.wait-max", "60s"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static CompletableFuture<Reply> signIn(String address) {
        return CompletableFuture.supplyAsync(() -> server.post("/token?grant_type=password",
                "{\"email\":\"" + address + "\",\"password\":\"long enough 1\"}"), THREADS);
    }

    private static void awaitFigure(String name, int value) {
        Eventually.within(PATIENCE, () -> assertThat(
                new RawHttp(server.serving().adminPort()).get("/metrics").text())
                .contains("\n" + name + " " + value + "\n"));
    }

    @Test
    void who_finds_no_room_is_told_so_and_others_are_not_kept_waiting() throws SQLException {
        CompletableFuture<Reply> first;
        CompletableFuture<Reply> last;
        try (Connection owner = tables.connect(); Statement lock = owner.createStatement()) {
            owner.setAutoCommit(false);
            lock.execute("lock table auth.users in access exclusive mode");
            first = signIn("first@example.org");
            awaitFigure("loam_auth_load_in_flight", 1);
            CompletableFuture<Reply> second = signIn("second@example.org");
            awaitFigure("loam_auth_load_queued", 1);
            last = signIn("last@example.org");

            Reply crowded = second.join();
            assertThat(crowded.status()).as(crowded.raw().text()).isEqualTo(503);
            assertThat(crowded.raw().text()).contains("LOAM-LOAD-001");
            assertThat(crowded.header("Retry-After")).matches("[1-4]");
            assertThat(server.get("/health").status()).isEqualTo(200);
            assertThat(server.get("/settings").status()).isEqualTo(200);
            assertThat(server.send("GET", "/rest/v1/notes", null, AuthServer.service()).status())
                    .isEqualTo(200);
            owner.rollback();
        }
        assertThat(first.join().status()).as(first.join().raw().text()).isEqualTo(400);
        assertThat(last.join().status()).isEqualTo(400);
        awaitFigure("loam_auth_load_in_flight", 0);
    }

    /// Statements of requests: a reader of the catalog may wait for the table as well.
    private static void awaitBlocked(int count) {
        Eventually.within(PATIENCE, () -> assertThat(tables.value(
                "select count(*) from pg_stat_activity where datname = current_database() and "
                        + "wait_event_type = 'Lock' and query like '%from auth.users%'"))
                .isEqualTo(Integer.toString(count)));
    }

    @Test
    void a_statement_ends_when_its_client_waits_no_longer() throws SQLException, IOException {
        try (Connection owner = tables.connect(); Statement lock = owner.createStatement()) {
            owner.setAutoCommit(false);
            lock.execute("lock table auth.users in access exclusive mode");
            Reply late = server.post("/recover", "{\"email\":\"late@example.org\"}",
                    "Request-Timeout", "0.2");
            assertThat(late.status()).as(late.raw().text()).isEqualTo(504);
            awaitBlocked(0);

            try (var client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                String body = "{\"email\":\"gone@example.org\"}";
                client.getOutputStream().write(("POST /auth/v1/recover HTTP/1.1\r\n"
                        + "Host: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
                awaitBlocked(1);
            }
            awaitBlocked(0);
            owner.rollback();
        }
        awaitFigure("loam_auth_load_in_flight", 0);
    }

    @Test
    void several_transactions_of_a_request_and_a_key_need_one_place_after_the_other() {
        String person = "{\"email\":\"turns@example.org\",\"password\":\"long enough 1\"}";
        for (int sent = 0; sent < 2; sent++) {
            Reply made = server.post("/signup", person, "Idempotency-Key", "turns");
            assertThat(made.status()).as(made.raw().text()).isEqualTo(200);
        }
        Reply session = signIn("turns@example.org").join();
        assertThat(session.status()).as(session.raw().text()).isEqualTo(200);
        awaitFigure("loam_auth_load_in_flight", 0);
    }
}
