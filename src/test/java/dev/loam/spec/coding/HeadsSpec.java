package dev.loam.spec.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the head of a request can ask for besides, and what the head of an answer says, through a
/// project's server.
class HeadsSpec {
    private static final String KEY = Tokens.of("service_role", null);
    private static final String RUNNING = "select count(*) from pg_stat_activity where "
            + "state = 'active' and pid <> pg_backend_pid() and query ilike '%slow%'";
    private static AuthServer server;

    @BeforeAll
    static void start() {
        TestDatabase database = AuthServer.database();
        database.execute("""
                create table public.line (id int primary key, word text);
                insert into public.line select n, 'word ' || n from generate_series(1, 20) n;
                create function public.slow(seconds float) returns int language sql volatile
                    as 'select 1 from pg_sleep(seconds)';
                create view public.slow_line as select id, word, slow(20) from public.line;
                create table public.slow_write (id int);
                create function public.linger() returns trigger language plpgsql
                    as 'begin perform pg_sleep(20); return new; end';
                create trigger linger before insert on public.slow_write
                    for each row execute function public.linger();
                create domain "text/html" as text;
                create function public.page() returns "text/html" language sql stable
                    as $$ select '<p>hello</p>'::"text/html" $$;
                grant all on all tables in schema public to service_role;
                """);
        server = AuthServer.start(database, Map.of("server.cors-allowed-origins",
                "https://*.example.com", "server.cors-exposed-headers", "X-Mine",
                "server.request-timeout", "10s", "rest.json-depth-max", "20"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "GET  | /rest/v1/slow_line            | -             | application/json",
            "GET  | /rest/v1/slow_line            | -             | application/x-ndjson",
            "GET  | /rest/v1/rpc/slow?seconds=20  | -             | application/json",
            "POST | /rest/v1/rpc/slow             | {\"seconds\":20} | application/json",
            "POST | /rest/v1/slow_write           | {\"id\":1}    | application/json",
    })
    void a_deadline_stops_the_statement(String method, String path, String body, String accept) {
        var answer = send(method, path, body, "Request-Timeout", "0.3", "Accept", accept);
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.text()).contains("LOAM-REST-002");
        awaitRunning(0);
    }

    @Test
    void a_preference_sets_a_deadline_too() {
        assertThat(send("GET", "/rest/v1/slow_line", null, "Prefer", "wait=1").status())
                .isEqualTo(504);
        awaitRunning(0);
    }

    @Test
    void a_client_that_leaves_stops_its_statement() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(("GET /rest/v1/slow_line HTTP/1.1\r\nHost: x\r\n"
                    + "apikey: " + KEY + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            awaitRunning(1);
        }
        awaitRunning(0);
    }

    @Test
    void a_time_limit_that_cannot_be_read_is_refused() {
        var answer = send("GET", "/rest/v1/line", null, "Request-Timeout", "soon");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("LOAM-PIPELINE-003", "Request-Timeout");
        assertThat(send("GET", "/rest/v1/line", null, "Prefer", "handling=strict, wait=5")
                .status()).isEqualTo(200);
    }

    @Test
    void bytes_and_rows_have_their_own_ranges() {
        var whole = send("GET", "/rest/v1/line?order=id", null);
        var bytes = send("GET", "/rest/v1/line?order=id", null, "Range", "bytes=2-9",
                "Accept-Encoding", "gzip");
        assertThat(bytes.status()).isEqualTo(206);
        assertThat(bytes.text()).isEqualTo(whole.text().substring(2, 10));
        assertThat(bytes.header("Content-Range")).isEqualTo("bytes 2-9/" + whole.body().length);
        assertThat(bytes.header("Content-Encoding")).isNull();
        var rows = send("GET", "/rest/v1/line?order=id", null, "Range", "2-3",
                "Range-Unit", "items");
        assertThat(rows.header("Content-Range")).isEqualTo("2-3/*");
        assertThat(rows.text()).startsWith("[{\"id\":3,");
        assertThat(send("GET", "/rest/v1/line", null, "Range", "bytes=99999-").status())
                .isEqualTo(416);
        String tag = whole.header("ETag");
        assertThat(send("GET", "/rest/v1/line?order=id", null, "Range", "bytes=0-1",
                "If-Range", tag == null ? "\"none\"" : tag).status())
                .isEqualTo(tag == null ? 200 : 206);
    }

    @Test
    void browsers_are_told_to_be_careful() {
        assertThat(send("GET", "/rest/v1/line", null).header("X-Content-Type-Options"))
                .isEqualTo("nosniff");
        assertThat(send("GET", "/rest/v1/nothing", null).header("X-Content-Type-Options"))
                .isEqualTo("nosniff");
        var page = send("GET", "/rest/v1/rpc/page", null, "Accept", "text/html");
        assertThat(page.text()).isEqualTo("<p>hello</p>");
        assertThat(page.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(page.header("Content-Security-Policy")).contains("object-src 'none'");
        assertThat(page.header("Strict-Transport-Security")).isNull();
    }

    @Test
    void pages_of_names_below_may_ask() {
        var answer = send("GET", "/rest/v1/line", null, "Origin", "https://shop.example.com");
        assertThat(answer.header("Access-Control-Allow-Origin"))
                .isEqualTo("https://shop.example.com");
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("X-Mine");
        assertThat(send("GET", "/rest/v1/line", null, "Origin", "https://example.org")
                .header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void json_is_nested_so_deep_and_no_deeper() {
        String deep = "[".repeat(21) + "]".repeat(21);
        var answer = send("POST", "/rest/v1/line", deep);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("20");
    }

    private static void awaitRunning(int count) {
        long end = System.nanoTime() + 8_000_000_000L;
        while (!server.tables().value(RUNNING).equals(Integer.toString(count))) {
            assertThat(System.nanoTime()).as("statements that run").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static RawHttp.Answer send(
            String method, String path, String body, String... headers) {
        List<String[]> fields = new ArrayList<>();
        fields.add(new String[] {"apikey", KEY});
        for (int i = 0; i < headers.length; i += 2) {
            fields.add(new String[] {headers[i], headers[i + 1]});
        }
        if (body != null) {
            fields.add(new String[] {"Content-Type", "application/json"});
        }
        return new RawHttp(server.port()).send(method, path, fields,
                body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
    }
}
