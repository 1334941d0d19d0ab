package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HTTP/2 with the clients that people use: curl, nghttp and h2load.
class Http2Spec {
    private static final HttpLimits LIMITS = new HttpLimits(2000, 4000, 4 << 20, 3 << 20,
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20), 500);
    private static final CountDownLatch LEFT = new CountDownLatch(1);

    @TempDir
    static Path dir;

    private static WebServer secure;
    private static WebServer plain;

    @BeforeAll
    static void serve() {
        var pair = MadeCertificate.of("EC", "localhost", "127.0.0.1").writeTo(dir, "a");
        plain = WebServer.start("127.0.0.1", 0, LIMITS, Http2Spec::answer);
        secure = WebServer.start(Listening.plain("127.0.0.1", 0, LIMITS)
                .withTls(new TlsConfig(List.of(pair), null, false, Duration.ofSeconds(1))),
                Http2Spec::answer);
    }

    @AfterAll
    static void stop() {
        plain.close();
        secure.close();
    }

    static HttpResponse answer(HttpRequest request) {
        return switch (request.path()) {
            case "/protocol" -> EchoHandler.text(200, request.protocol() + " "
                    + request.secure() + " " + request.header("Host"));
            case "/large" -> EchoHandler.text(200, "0123456789".repeat(200_000));
            case "/hash" -> EchoHandler.text(200, Integer.toString(new String(
                    request.body().bytes(), StandardCharsets.ISO_8859_1).hashCode()));
            case "/lines" -> new HttpResponse.Stream(200, null, Headers.NONE, out -> {
                for (int i = 0; i < 1000; i++) {
                    out.write(("line " + i + "\n").getBytes(StandardCharsets.US_ASCII));
                    if (i % 100 == 0) {
                        out.flush();
                    }
                }
            });
            case "/slow" -> {
                while (!request.peer().gone()) {
                    Thread.onSpinWait();
                }
                LEFT.countDown();
                yield EchoHandler.text(200, "late");
            }
            case "/broken" -> new HttpResponse.Stream(200, null, Headers.NONE, out -> {
                out.write(1);
                out.flush();
                throw new IllegalStateException("told by the test");
            });
            default -> new EchoHandler().handle(request);
        };
    }

    private static String curl(String path, String... more) {
        return Command.run(curlOf("https://127.0.0.1:" + secure.port() + path, more));
    }

    private static String[] curlOf(String url, String... more) {
        var words = new ArrayList<>(List.of("curl", "-skS", "-m", "20"));
        words.addAll(List.of(more));
        words.add(url);
        return words.toArray(String[]::new);
    }

    @Test
    void clients_choose_by_alpn() {
        assertThat(curl("/protocol", "--http2"))
                .isEqualTo("HTTP/2 true 127.0.0.1:" + secure.port());
        assertThat(curl("/protocol", "--http1.1")).startsWith("HTTP/1.1 true ");
    }

    @Test
    void without_tls_by_knowing_beforehand() {
        String url = "http://127.0.0.1:" + plain.port() + "/protocol";
        assertThat(Command.run(curlOf(url, "--http2-prior-knowledge")))
                .startsWith("HTTP/2 false ");
        assertThat(Command.run(curlOf(url, "--http2"))).startsWith("HTTP/1.1 false ");
    }

    @Test
    void heads_bodies_and_statuses_are_those_of_http_1() {
        assertThat(curl("/a?b=c%20d", "--http2", "-d", "hello"))
                .isEqualTo("POST /a [b=c%20d] hello");
        assertThat(curl("/reason", "--http2", "-i")).startsWith("HTTP/2 299 ").contains("x-a: 1")
                .contains("content-length: 0");
        assertThat(curl("/a", "--http2", "-I")).startsWith("HTTP/2 200 ")
                .contains("content-length: 7");
        assertThat(curl("/nothing", "--http2", "-i")).startsWith("HTTP/2 204")
                .doesNotContain("content-length");
        assertThat(curl("/split", "--http2", "-i")).contains("x-a: 1  X-B: 2")
                .doesNotContain("never");
        assertThat(curl("/defect", "--http2", "-i")).startsWith("HTTP/2 500");
        assertThat(curl("/fields", "--http2", "-H", "Cookie: a=1", "-b", "b=2"))
                .contains("cookie: ");
    }

    @Test
    void large_bodies_go_both_ways() throws IOException {
        assertThat(curl("/large", "--http2")).hasSize(2_000_000);
        String body = "0123456789abc".repeat(200_000);
        Path file = Files.writeString(dir.resolve("body"), body);
        for (String expect : List.of("Expect: 100-continue", "Expect:")) {
            assertThat(curl("/hash", "--http2", "-H", expect, "--data-binary", "@" + file))
                    .isEqualTo(Integer.toString(body.hashCode()));
        }
        assertThat(curl("/refuse", "--http2", "--data-binary", "@" + file)).isEqualTo("refused");
    }

    @Test
    void answers_are_streamed() {
        assertThat(curl("/lines", "--http2")).hasLineCount(1000).endsWith("line 999\n");
    }

    @Test
    void what_is_too_large_is_refused_as_over_http_1() throws IOException {
        assertThat(curl("/" + "a".repeat(2001), "--http2", "-i")).startsWith("HTTP/2 414")
                .contains("LOAM-HTTP-010");
        assertThat(curl("/a", "--http2", "-i", "-H", "X-Long: " + "a".repeat(4001)))
                .startsWith("HTTP/2 431").contains("LOAM-HTTP-011");
        Path file = Files.writeString(dir.resolve("large"), "a".repeat(5 << 20));
        assertThat(curl("/a", "--http2", "-i", "-H", "Expect:", "--data-binary", "@" + file))
                .startsWith("HTTP/2 413").contains("LOAM-HTTP-009");
    }

    @Test
    void a_handler_sees_that_its_client_has_left() throws InterruptedException {
        try {
            curl("/slow", "--http2", "-m", "0.3");
        } catch (AssertionError cutOff) {
            assertThat(cutOff).hasMessageContaining("timed out");
        }
        assertThat(LEFT.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void many_streams_of_many_clients_all_get_their_answers() {
        for (String url : List.of("http://127.0.0.1:" + plain.port() + "/lines",
                "https://127.0.0.1:" + secure.port() + "/a")) {
            assertThat(Command.run("h2load", "-n", "3000", "-c", "8", "-m", "32", url))
                    .contains("3000 succeeded, 0 failed, 0 errored");
        }
        assertThat(Command.run("nghttp", "-nv", "https://127.0.0.1:" + secure.port() + "/large"))
                .contains("END_STREAM").doesNotContain("RST_STREAM");
    }
}
