package dev.loam.spec.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.codec.Deflate;
import dev.loam.adapters.codec.Gzip;
import dev.loam.adapters.codec.Zstandard;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import dev.loam.ports.coding.Coding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Compressed bodies both ways, through a project's server.
class CompressionSpec {
    private static final String KEY = Tokens.of("service_role", null);
    private static AuthServer server;

    @BeforeAll
    static void start() {
        TestDatabase database = AuthServer.database();
        database.execute("""
                create table public.line (id int primary key, word text);
                insert into public.line select n, 'word number ' || n
                    from generate_series(1, 500) n;
                create table public.bulk (id int, word text);
                """);
        server = AuthServer.start(database, Map.of("server.body-max", "8MiB",
                "server.whole-body-max", "4MiB", "server.trusted-proxies", "127.0.0.0/8"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Coding> codings() {
        return Stream.of(new Zstandard(1), new Gzip(9), new Deflate(1));
    }

    @ParameterizedTest
    @MethodSource("codings")
    void an_answer_comes_in_the_coding_that_is_accepted(Coding coding) throws IOException {
        var plain = get("/rest/v1/line?order=id");
        var coded = get("/rest/v1/line?order=id", "Accept-Encoding", coding.name());
        assertThat(coded.header("Content-Encoding")).isEqualTo(coding.name());
        assertThat(coded.body()).hasSizeLessThan(plain.body().length / 3);
        assertThat(decoded(coding, coded.body())).isEqualTo(plain.body());
        assertThat(plain.header("Content-Encoding")).isNull();
        assertThat(fields(plain, "Vary")).contains("Accept-Encoding");
        assertThat(fields(coded, "Vary")).contains("Accept-Encoding");
    }

    @Test
    void a_kept_answer_is_asked_for_by_the_tag_of_its_coded_form() {
        String path = "/rest/v1/line?id=lt.300";
        var plain = get(path);
        var coded = get(path, "Accept-Encoding", "gzip");
        String tag = coded.header("ETag");
        assertThat(tag).endsWith("-gzip\"")
                .isEqualTo(plain.header("ETag").replaceAll("\"$", "-gzip\""));
        var unchanged = get(path, "Accept-Encoding", "gzip", "If-None-Match", tag);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.header("ETag")).isEqualTo(tag);
        assertThat(get(path, "If-None-Match", plain.header("ETag")).status()).isEqualTo(304);
        assertThat(get(path, "Accept-Encoding", "gzip", "If-None-Match", "\"other-gzip\"")
                .status()).isEqualTo(200);
    }

    @Test
    void errors_and_heads_are_coded_too() throws IOException {
        var small = get("/rest/v1/nothing", "Accept-Encoding", "gzip");
        assertThat(small.status()).isEqualTo(404);
        assertThat(small.header("Content-Encoding")).isNull();
        String strange = "/rest/v1/line?" + "x".repeat(3000) + "=eq.1";
        var refused = get(strange, "Accept-Encoding", "gzip");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(new String(decoded(new Gzip(4), refused.body()), StandardCharsets.UTF_8))
                .contains("failed to parse");
        assertThat(send("HEAD", "/rest/v1/line", new byte[0], "Accept-Encoding", "gzip").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("codings")
    void a_stream_of_rows_is_coded(Coding coding) throws IOException {
        var rows = get("/rest/v1/line?order=id", "Accept", "application/x-ndjson",
                "Accept-Encoding", coding.name());
        assertThat(rows.status()).isEqualTo(200);
        assertThat(rows.header("Content-Encoding")).isEqualTo(coding.name());
        assertThat(new String(decoded(coding, rows.body()), StandardCharsets.UTF_8).lines())
                .hasSize(500);
    }

    @ParameterizedTest
    @MethodSource("codings")
    void an_event_is_there_long_before_the_stream_ends(Coding coding)
            throws IOException {
        server.tables().execute("alter publication supabase_realtime add table public.bulk; "
                + "alter table public.bulk disable row level security");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            // HTTP/1.0 has no chunks: behind the head there is the coded body alone.
            socket.getOutputStream().write(("GET /changes/v1?table=bulk HTTP/1.0\r\napikey: " + KEY
                    + "\r\nAccept-Encoding: " + coding.name() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream wire = socket.getInputStream();
            assertThat(head(wire)).startsWith("HTTP/1.1 200 ")
                    .contains("\r\nContent-Encoding: " + coding.name() + "\r\n");
            try (InputStream events = coding.decoder(wire)) {
                byte[] first = events.readNBytes("event: ready\n".length());
                assertThat(first).asString(StandardCharsets.UTF_8).isEqualTo("event: ready\n");
            }
        } finally {
            server.tables().execute("alter publication supabase_realtime drop table public.bulk");
        }
    }

    private static String head(InputStream wire) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) wire.read());
        }
        return head.toString();
    }

    @ParameterizedTest
    @MethodSource("codings")
    void inserts_are_decoded_small_and_large(Coding coding) {
        server.tables().execute("truncate bulk");
        for (int rows : new int[] {10, 60_000}) {
            var body = new StringBuilder("[");
            for (int i = 0; i < rows; i++) {
                body.append(i == 0 ? "" : ",").append("{\"id\":").append(i)
                        .append(",\"word\":\"w").append(i * 7919L % 1_000_003).append("\"}");
            }
            byte[] coded = coding.encoded(
                    body.append(']').toString().getBytes(StandardCharsets.UTF_8));
            var answer = send("POST", "/rest/v1/bulk", coded,
                    "Content-Type", "application/json", "Content-Encoding", coding.name());
            assertThat(answer.text()).isEmpty();
            assertThat(answer.status()).isEqualTo(201);
        }
        assertThat(server.tables().value("select count(*) from bulk")).isEqualTo("60010");
    }

    @Test
    void two_codings_are_undone_in_their_order() {
        byte[] rows = "[{\"id\":-7,\"word\":\"twice\"}]".getBytes(StandardCharsets.UTF_8);
        byte[] coded = new Gzip(4).encoded(new Zstandard(3).encoded(rows));
        assertThat(send("POST", "/rest/v1/bulk", coded, "Content-Type", "application/json",
                "Content-Encoding", "zstd, gzip").status()).isEqualTo(201);
        assertThat(server.tables().value("select word from bulk where id = -7"))
                .isEqualTo("twice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "br               | 415 | LOAM-CODING-001",
            "gzip, gzip, gzip | 415 | LOAM-CODING-001",
            "gzip             | 400 | LOAM-CODING-002",
            "zstd             | 400 | LOAM-CODING-002",
            "deflate          | 400 | LOAM-CODING-002",
    })
    void what_cannot_be_decoded_is_refused(String coding, int status, String code) {
        for (String path : new String[] {"/rest/v1/bulk", "/auth/v1/signup"}) {
            var answer = send("POST", path, "[{\"id\":1}]".getBytes(StandardCharsets.UTF_8),
                    "Content-Type", "application/json", "Content-Encoding", coding);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).contains(code);
            assertThat(answer.header("Accept-Encoding"))
                    .isEqualTo(status == 415 ? "zstd, gzip, deflate" : null);
        }
    }

    @ParameterizedTest
    @MethodSource("codings")
    void bombs_do_not_go_off(Coding coding) {
        byte[] blanks = new byte[32 << 20];
        Arrays.fill(blanks, (byte) ' ');
        byte[] bomb = coding.encoded(blanks);
        long before = server.tables().value("select count(*) from bulk").hashCode();
        for (String type : new String[] {"application/json", "text/csv", "application/x-ndjson"}) {
            var answer = send("POST", "/rest/v1/bulk", bomb,
                    "Content-Type", type, "Content-Encoding", coding.name());
            assertThat(answer.status()).as(type).isIn(413, 400);
            assertThat(answer.text()).as(type).containsAnyOf("LOAM-CODING-003", "LOAM-CODING-004",
                    "LOAM-REST");
        }
        var answer = send("POST", "/auth/v1/signup", bomb,
                "Content-Type", "application/json", "Content-Encoding", coding.name());
        assertThat(answer.status()).isEqualTo(413);
        assertThat((long) server.tables().value("select count(*) from bulk").hashCode())
                .isEqualTo(before);
    }

    @Test
    void a_client_behind_a_trusted_proxy_is_known_by_its_address() {
        var answer = server.post("/signup", "{\"email\":\"far@example.com\","
                + "\"password\":\"a long password\"}", "X-Forwarded-For", "203.0.113.7",
                "apikey", KEY);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.tables().value("select ip from auth.sessions order by created_at desc "
                + "limit 1")).startsWith("203.0.113.7");
    }

    private static RawHttp.Answer get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    private static RawHttp.Answer send(
            String method, String path, byte[] body, String... headers) {
        List<String[]> fields = new ArrayList<>();
        fields.add(new String[] {"apikey", KEY});
        for (int i = 0; i < headers.length; i += 2) {
            fields.add(new String[] {headers[i], headers[i + 1]});
        }
        return new RawHttp(server.port()).send(method, path, fields, body);
    }

    private static List<String> fields(RawHttp.Answer answer, String name) {
        return answer.headers().stream().filter(field -> field[0].equalsIgnoreCase(name))
                .map(field -> field[1]).toList();
    }

    private static byte[] decoded(Coding coding, byte[] coded) throws IOException {
        return coding.decoder(new ByteArrayInputStream(coded)).readAllBytes();
    }
}
