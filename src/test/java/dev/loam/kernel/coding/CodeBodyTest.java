package dev.loam.kernel.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.coding.Coding;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeBodyTest {
    private static final String TEXT = "x".repeat(2000);
    private final Fake first = new Fake("first");
    private final Fake second = new Fake("gzip");
    private final CodeBody stage = stage(true);

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "-                            | -",
            "first                        | first",
            "FIRST                        | first",
            "gzip, first                  | first",
            "gzip;q=1.0, first;q=0.9      | gzip",
            "x-gzip                       | gzip",
            "br, zstd                     | -",
            "br, gzip                     | gzip",
            "*                            | first",
            "*;q=0.5, first;q=0           | gzip",
            "first;q=0, gzip;q=0, *       | -",
            "identity                     | -",
            "identity, first;q=0.5        | -",
            "identity;q=0.5, first        | first",
            "identity;q=0, *;q=0          | -",
            "first;q=0.000                | -",
            "first ; q=0.001              | first",
            "first;q=2                    | -",
            "first;q=0.1234               | -",
            "first;weight=1               | -",
            "',,first,,'                  | first",
            "firstly                      | -",
    })
    void the_coding_is_the_one_the_client_likes_most(String accepted, String coding) {
        HttpResponse response = accepted == null ? answered("text/plain", TEXT)
                : answered("text/plain", TEXT, "Accept-Encoding", accepted);
        assertThat(response.headers().first("Content-Encoding")).isEqualTo(coding);
        assertThat(response.headers().first("Vary")).isEqualTo("Accept-Encoding");
    }

    @ParameterizedTest
    @CsvSource({
            "application/json; charset=utf-8,         true",
            "application/vnd.pgrst.object+json,       true",
            "application/geo+json,                    true",
            "application/x-ndjson,                    true",
            "text/csv; charset=utf-8,                 true",
            "text/event-stream,                       true",
            "image/svg+xml,                           true",
            "application/openapi+json; charset=utf-8, true",
            "application/octet-stream,                false",
            "image/png,                               false",
            "application/zip,                         false",
    })
    void text_is_coded_and_nothing_else(String type, boolean coded) {
        var response = answered(type, TEXT, "Accept-Encoding", "first");
        assertThat(response.headers().contains("Content-Encoding")).isEqualTo(coded);
        assertThat(response.headers().contains("Vary")).isEqualTo(coded);
    }

    @Test
    void small_forbidden_and_coded_answers_stay_as_they_are() {
        assertThat(answered("text/plain", "short", "Accept-Encoding", "first").headers().size())
                .isEqualTo(1);
        for (String[] field : new String[][] {
            {"Cache-Control", "private, no-transform"}, {"Content-Encoding", "br"}}) {
            var response = stage.handle(exchange("GET", Body.EMPTY, "Accept-Encoding", "first"),
                    _ -> HttpResponse.Full.of(200, Headers.of(
                            "Content-Type", "text/plain", field[0], field[1]), bytes(TEXT)));
            assertThat(body(response)).isEqualTo(TEXT);
            assertThat(response.headers().size()).isEqualTo(2);
        }
    }

    @Test
    void a_head_says_what_the_answer_would() {
        var exchange = exchange("HEAD", Body.EMPTY, "Accept-Encoding", "first");
        var response = (HttpResponse.Full) stage.handle(exchange, plain("\"a\""));
        assertThat(response.headers().first("Content-Encoding")).isEqualTo("first");
        assertThat(response.headers().first("ETag")).isEqualTo("\"a-first\"");
        assertThat(response.body()).isNull();
        assertThat(first.encoded).hasValue(0);
    }

    @Test
    void a_kept_answer_is_coded_once() {
        byte[] kept = bytes(TEXT);
        for (int i = 0; i < 3; i++) {
            var response = stage.handle(exchange("GET", Body.EMPTY, "Accept-Encoding", "first"),
                    _ -> HttpResponse.Full.of(200, Headers.of(
                            "Content-Type", "text/plain", "ETag", "\"a\""), kept));
            assertThat(response.headers().first("ETag")).isEqualTo("\"a-first\"");
            assertThat(body(response)).startsWith("<first>");
        }
        assertThat(first.encoded).hasValue(1);
        stage.handle(exchange("GET", Body.EMPTY, "Accept-Encoding", "first"), plain(null));
        stage.handle(exchange("GET", Body.EMPTY, "Accept-Encoding", "first"), plain(null));
        assertThat(first.encoded).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"a-first\"               | \"a\"               | \"a-first\"",
            "W/\"a-first\"             | W/\"a\"             | \"a-first\"",
            "\"b\", \"a-gzip\"         | \"b\", \"a\"        | \"a-gzip\"",
            "\"a\", \"a-gzip\"         | \"a\", \"a\"        | \"a\"",
            "\"a\"                     | \"a\"               | \"a\"",
            "\"a-br\"                  | \"a-br\"            | \"a\"",
            "*                         | *                   | \"a\"",
    })
    void tags_of_coded_answers_are_read_back(String sent, String seen, String answered) {
        var response = stage.handle(
                exchange("GET", Body.EMPTY, "If-None-Match", sent, "If-Match", sent),
                exchange -> {
                    assertThat(exchange.request().header("If-None-Match")).isEqualTo(seen);
                    assertThat(exchange.request().header("If-Match")).isEqualTo(seen);
                    return new HttpResponse.Full(304, null, Headers.of("ETag", "\"a\""), null);
                });
        assertThat(response.headers().first("ETag")).isEqualTo(answered);
    }

    @Test
    void streams_are_coded_up_to_a_number() throws IOException {
        var streams = new HttpResponse.Stream[3];
        for (int i = 0; i < 3; i++) {
            streams[i] = (HttpResponse.Stream) stage.handle(
                    exchange("GET", Body.EMPTY, "Accept-Encoding", "first"),
                    _ -> new HttpResponse.Stream(200, null,
                            Headers.of("Content-Type", "text/event-stream"),
                            out -> out.write(bytes("event"))));
        }
        assertThat(written(streams[0])).isEqualTo("<first>event</first>");
        assertThat(written(streams[2])).isEqualTo("event");
        assertThat(stage.streamsLeft()).isZero();
        streams[0].body().close();
        streams[1].body().close();
        assertThat(stage.streamsLeft()).isEqualTo(2);
    }

    @Test
    void a_stream_that_fails_is_not_ended() {
        var stream = (HttpResponse.Stream) stage.handle(
                exchange("GET", Body.EMPTY, "Accept-Encoding", "first"),
                _ -> new HttpResponse.Stream(200, null, Headers.of("Content-Type", "text/csv"),
                        out -> {
                            out.write(bytes("half"));
                            throw new IOException("broken");
                        }));
        var wire = new ByteArrayOutputStream();
        assertThatThrownBy(() -> stream.body().writeTo(wire)).hasMessage("broken");
        assertThat(wire).hasToString("<first>half");
    }

    @Test
    void a_body_is_decoded_when_it_is_read() {
        var exchange = exchange("POST", Body.of(bytes("<gzip><first>hello</first></gzip>")),
                "Content-Encoding", "first, GZIP");
        stage.handle(exchange, inner -> {
            assertThat(inner.request().headers().contains("Content-Encoding")).isFalse();
            assertThat(inner.request().body().length()).isNegative();
            assertThat(inner.request().body().bytes()).isEqualTo(bytes("hello"));
            return HttpResponse.Full.json(200, "{}");
        });
        assertThat(first.closed.get() + second.closed.get()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "br              | LOAM-CODING-001", "gzip, gzip, gzip | LOAM-CODING-001",
            "first           | LOAM-CODING-002",
    })
    void what_cannot_be_decoded_is_refused_when_it_is_read(String coding, String code) {
        var exchange = exchange("POST", Body.of(bytes("hello")), "Content-Encoding", coding);
        assertThat(stage.handle(exchange, _ -> HttpResponse.Full.json(200, "{}")).status())
                .isEqualTo(200);
        for (boolean whole : new boolean[] {true, false}) {
            assertThatThrownBy(() -> stage.handle(exchange, inner -> read(inner, whole)))
                    .isInstanceOfSatisfying(Refusal.class, refusal ->
                            assertThat(refusal.failure().code()).isEqualTo(code));
        }
    }

    @Test
    void a_body_has_its_bounds_when_decoded() {
        refused("<first>" + "x".repeat(101) + "</first>", true, "LOAM-CODING-003");
        assertThat(read("<first>" + "x".repeat(100) + "</first>", true)).isEqualTo(100);
        refused("<first>" + "x".repeat(4 << 20) + "</first>", false, "LOAM-CODING-003");
        assertThat(read("<first>" + "x".repeat(2 << 20) + "</first>", false)).isEqualTo(2 << 20);
        // It says of itself that it is 90 times as large.
        refused("<first*90>" + "x".repeat(20_000) + "</first>", false, "LOAM-CODING-004");
        assertThat(read("<first*90>" + "x".repeat(5000) + "</first>", false)).isEqualTo(450_000);
    }

    private void refused(String body, boolean whole, String code) {
        assertThatThrownBy(() -> read(body, whole)).isInstanceOfSatisfying(Refusal.class,
                refusal -> assertThat(refusal.failure().code()).isEqualTo(code));
    }

    private long read(String body, boolean whole) {
        var response = stage.handle(exchange("POST", Body.of(bytes(body)),
                "Content-Encoding", "first"), inner -> read(inner, whole));
        return Long.parseLong(body(response));
    }

    private static HttpResponse read(Exchange exchange, boolean whole) {
        try {
            long length = whole ? exchange.request().body().bytes().length
                    : exchange.request().body().stream()
                            .transferTo(OutputStream.nullOutputStream());
            return HttpResponse.Full.json(200, Long.toString(length));
        } catch (IOException wrong) {
            throw new AssertionError(wrong);
        }
    }

    @Test
    void answers_are_left_alone_where_that_is_said() {
        var off = stage(false);
        var exchange = exchange("GET", Body.EMPTY, "Accept-Encoding", "first",
                "If-None-Match", "\"a-first\"");
        assertThat(off.handle(exchange, plain("\"a\"")).headers().size()).isEqualTo(2);
    }

    private CodeBody stage(boolean answers) {
        return new CodeBody(new CodingConfig(
                List.of(first, second), answers, 1000, 2, 1 << 20, 3 << 20, 100, 50));
    }

    private HttpResponse answered(String type, String text, String... headers) {
        return stage.handle(exchange("GET", Body.EMPTY, headers), _ ->
                HttpResponse.Full.of(200, Headers.of("Content-Type", type), bytes(text)));
    }

    private static Stage.Next plain(String tag) {
        return _ -> HttpResponse.Full.of(200, tag == null ? Headers.of("Content-Type", "text/csv")
                : Headers.of("Content-Type", "text/csv", "ETag", tag), bytes(TEXT));
    }

    private static Exchange exchange(String method, Body body, String... headers) {
        return Exchange.of(new HttpRequest(method, "/", null, Headers.of(headers), body,
                LocalPeer.ANY, false), "/");
    }

    private static String written(HttpResponse.Stream stream) throws IOException {
        var wire = new ByteArrayOutputStream();
        stream.body().writeTo(wire);
        return wire.toString(StandardCharsets.UTF_8);
    }

    private static String body(HttpResponse response) {
        return new String(((HttpResponse.Full) response).body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Puts a body between two marks, or 10 bytes of it where it is large. `<first*90>` is a bomb.
    private static final class Fake implements Coding {
        private final String name;
        private final AtomicInteger encoded = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        Fake(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public byte[] encoded(byte[] plain) {
            encoded.incrementAndGet();
            return bytes("<" + name + ">" + plain.length);
        }

        @Override
        public Encoder encoder(OutputStream to) throws IOException {
            to.write(bytes("<" + name + ">"));
            return new Encoder() {
                @Override
                public void write(int octet) throws IOException {
                    to.write(octet);
                }

                @Override
                public void finish() throws IOException {
                    to.write(bytes("</" + name + ">"));
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }

        @Override
        public InputStream decoder(InputStream coded) throws IOException {
            String text = new String(coded.readAllBytes(), StandardCharsets.UTF_8);
            String end = "</" + name + ">";
            int begin = text.indexOf('>') + 1;
            if (!text.startsWith("<" + name) || !text.endsWith(end)) {
                throw new IOException("not " + name);
            }
            int times = text.startsWith("<" + name + "*90>") ? 90 : 1;
            String plain = text.substring(begin, text.length() - end.length()).repeat(times);
            return new FilterInputStream(Body.of(bytes(plain)).stream()) {
                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }
    }
}
