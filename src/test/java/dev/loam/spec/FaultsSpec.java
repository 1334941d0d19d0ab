package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PostgresProcess;
import dev.loam.fixture.PostgresPrograms;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What clients see when the database fails, is busy or too slow, and what becomes of a statement
/// whose client has left.
class FaultsSpec {
    private PostgresProcess postgres;
    private TestDatabase database;

    @BeforeEach
    void start() {
        postgres = PostgresProcess.start(
                PostgresPrograms.bundled(), "synchronous_commit = on");
        database = new TestDatabase(postgres.port(), "postgres");
        database.execute(CaseDatabase.script());
        database.execute("create function api.nap(seconds float) returns void language sql as"
                + " $$ select pg_sleep(seconds) $$");
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    private RestServer serve(Map<String, String> settings) {
        return RestServer.start(database.url("case_login"), settings);
    }

    @Test
    void a_database_that_is_down_is_503_with_retry_after_and_comes_back_by_itself() {
        try (RestServer server = serve(Map.of())) {
            postgres.stop();
            RawHttp.Answer down = Eventually.value(Duration.ofSeconds(10), () -> {
                RawHttp.Answer answer = server.http().get("/client");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(code(answer)).isEqualTo("PGRST000");
                return answer;
            });
            assertThat(down.header("Retry-After")).isNotNull();
            postgres.start();
            Eventually.within(Duration.ofSeconds(20), () ->
                    assertThat(server.http().get("/client?select=id&id=eq.1").text())
                            .isEqualTo("[{\"id\":1}]"));
        }
    }

    @Test
    void a_crash_under_load_gives_no_wrong_answer_and_no_half_written_row() throws Exception {
        database.execute("create table api.ledger (id bigint primary key, half integer);"
                + " grant select, insert on api.ledger to case_anon");
        try (RestServer server = serve(Map.of("PGRST_DB_POOL", "4"))) {
            var ended = new AtomicBoolean();
            var wrong = new ConcurrentLinkedQueue<String>();
            var kept = new ConcurrentLinkedQueue<Integer>();
            var next = new AtomicInteger();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(Thread.ofVirtual().start(() -> {
                    while (!ended.get()) {
                        write(server, next.incrementAndGet(), kept, wrong);
                    }
                }));
            }
            for (int crash = 0; crash < 3; crash++) {
                int seen = kept.size();
                Eventually.within(Duration.ofSeconds(30), () ->
                        assertThat(kept.size()).isGreaterThan(seen + 20));
                postgres.crash();
                postgres.start();
            }
            int seen = kept.size();
            Eventually.within(Duration.ofSeconds(30), () ->
                    assertThat(kept.size()).isGreaterThan(seen + 20));
            ended.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(wrong).isEmpty();
            // Not flushed to disk in tests: it is the processes that crash here, not the machine.
            assertThat(kept).allMatch(id -> "2".equals(database.value(
                    "select half from api.ledger where id = " + 2 * id)));
            assertThat(database.value("select count(*) from (select id / 2 from api.ledger"
                    + " group by 1 having count(*) <> 2) as torn")).isEqualTo("0");
        }
    }

    /// Two rows that belong together, by one request.
    private static void write(
            RestServer server, int id, ConcurrentLinkedQueue<Integer> kept,
            ConcurrentLinkedQueue<String> wrong) {
        String body = "[{\"id\": " + 2 * id + ", \"half\": 2}, {\"id\": " + (2 * id + 1)
                + ", \"half\": 3}]";
        RawHttp.Answer answer = server.http().send("POST", "/ledger",
                List.of(new String[][] {{"Content-Type", "application/json"}}),
                body.getBytes(StandardCharsets.UTF_8));
        switch (answer.status()) {
            case 201 -> kept.add(id);
            case 503 -> {
            }
            default -> wrong.add(answer.status() + " " + answer.text());
        }
    }

    @Test
    void a_full_pool_is_504_after_its_waiting_time() {
        try (RestServer server = serve(Map.of(
                "PGRST_DB_POOL", "1", "PGRST_DB_POOL_ACQUISITION_TIMEOUT", "1"))) {
            Thread napping = Thread.ofVirtual().start(() ->
                    server.http().get("/rpc/nap?seconds=4"));
            awaitNaps(1);
            RawHttp.Answer answer = server.http().get("/client");
            assertThat(answer.status()).isEqualTo(504);
            assertThat(code(answer)).isEqualTo("PGRST003");
            assertThat(napping.isAlive()).isTrue();
        }
    }

    @Test
    void a_client_that_leaves_takes_its_statement_with_it() throws IOException {
        try (RestServer server = serve(Map.of())) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream().write(
                        "GET /rpc/nap?seconds=60 HTTP/1.1\r\nHost: x\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                awaitNaps(1);
            }
            awaitNaps(0);
        }
    }

    private void awaitNaps(int number) {
        Eventually.within(Duration.ofSeconds(10), () -> assertThat(database.value(
                "select count(*) from pg_stat_activity where usename = 'case_login'"
                        + " and wait_event = 'PgSleep'")).isEqualTo(Integer.toString(number)));
    }

    private static String code(RawHttp.Answer answer) {
        return new JsonMapper().readTree(answer.body()).path("code").asString();
    }
}
