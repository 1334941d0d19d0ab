package dev.loam.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Results above the bound, which go out row by row.
class LargeResultsSpec {
    private static final int ROWS = 50_000;
    private static TestDatabase database;
    private static RestServer server;

    @BeforeAll
    static void start() {
        database = CaseDatabase.fresh();
        database.execute("create table api.many as select n as id, 'row ' || n as label,"
                + " repeat('x', 200) as filling from generate_series(1, " + ROWS + ") as n;"
                + " grant select on api.many to case_anon");
        server = RestServer.start(database.url("case_login"), Map.of("PGRST_DB_POOL", "1"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void all_rows_arrive_in_order_and_are_counted_before_they_are_sent() {
        RawHttp.Answer answer = server.http().get("/many?select=id,label&order=id.desc");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(answer.header("Content-Range")).isEqualTo("0-" + (ROWS - 1) + "/*");
        JsonNode rows = new JsonMapper().readTree(answer.body());
        assertThat(rows.size()).isEqualTo(ROWS);
        assertThat(rows.get(0).get("id").asInt()).isEqualTo(ROWS);
        assertThat(rows.get(ROWS - 1).get("label").asString()).isEqualTo("row 1");
    }

    @Test
    void a_total_and_an_offset_are_exact() {
        RawHttp.Answer answer = server.http().get(
                "/many?select=id&order=id&offset=10&limit=30000", "Prefer", "count=exact");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).isEqualTo("10-30009/" + ROWS);
        assertThat(new JsonMapper().readTree(answer.body()).size()).isEqualTo(30_000);
    }

    @Test
    void below_the_bound_the_length_is_told() {
        RawHttp.Answer answer = server.http().get("/many?select=id&limit=20000");
        assertThat(answer.header("Content-Length")).isEqualTo(
                Integer.toString(answer.body().length));
    }

    @Test
    void a_client_that_leaves_in_the_middle_gives_the_connection_back() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET /many HTTP/1.1\r\nHost: x\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(10_000);
        }
        // The pool has one connection: this can only be answered once it is free again.
        assertThat(server.http().get("/client?select=id&id=eq.1").text())
                .isEqualTo("[{\"id\":1}]");
        Eventually.within(Duration.ofSeconds(10), () -> assertThat(database.value(
                "select count(*) from pg_stat_activity where usename = 'case_login'"
                        + " and state = 'active' and datname = current_database()"))
                .isEqualTo("0"));
    }
}
