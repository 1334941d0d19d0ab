package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bodies that are taken whole or as they arrive: how much and for how long.
class BodyBoundsSpec {
    private static final String POST = "POST /a HTTP/1.1\r\nHost: x\r\n";

    private WebServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void serve(HttpLimits limits, HttpHandler handler) {
        server = WebServer.start("127.0.0.1", 0, limits, handler);
    }

    private String exchange(String request) {
        try (var client = new RawClient(server.port())) {
            return client.send(request).untilEnd();
        }
    }

    @Test
    void a_body_that_is_taken_whole_has_a_bound_of_its_own() {
        var time = Duration.ofSeconds(5);
        serve(new HttpLimits(1000, 1000, 1000, 100, time, time, time, 20), request ->
                EchoHandler.text(200, "" + (request.path().equals("/a")
                        ? request.body().bytes() : all(request.body().stream())).length));
        for (int size : new int[] {100, 101, 1000, 1001}) {
            for (String path : List.of("/a", "/stream")) {
                String answer = size <= (path.equals("/a") ? 100 : 1000)
                        ? "HTTP/1.1 200 " : "HTTP/1.1 413 ";
                String head = POST.replace("/a", path);
                String body = "b".repeat(size);
                assertThat(exchange(head + "Connection: close\r\nContent-Length: " + size
                        + "\r\n\r\n" + body)).startsWith(answer);
                assertThat(exchange(head + "Connection: close\r\nTransfer-Encoding: chunked"
                        + "\r\n\r\n" + Integer.toHexString(size) + "\r\n" + body
                        + "\r\n0\r\n\r\n")).startsWith(answer);
            }
        }
    }

    @Test
    void a_stream_waits_no_longer_than_it_was_told() {
        serve(HttpLimits.DEFAULT, request -> EchoHandler.text(200,
                "" + all(request.body().stream(Duration.ofMillis(50))).length));
        try (var client = new RawClient(server.port())) {
            client.send(POST + "Content-Length: 9\r\n\r\nhello");
            assertThat(client.untilEnd()).startsWith("HTTP/1.1 408 ")
                    .contains("longer than 50 ms");
        }
    }

    @Test
    void a_body_that_trickles_is_refused_and_one_that_flows_is_not() throws IOException {
        serve(HttpLimits.DEFAULT.withBodySpeed(2000, Duration.ofMillis(300)),
                new EchoHandler());
        String whole = "b".repeat(1000);
        for (String framing : new String[] {"Content-Length: 1000\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n3e8\r\n"}) {
            try (var client = new RawClient(server.port())) {
                client.send(POST + framing).trickle("b", 50);
                assertThat(client.untilEnd()).startsWith("HTTP/1.1 408 ")
                        .contains("LOAM-HTTP-016", "2000 bytes a second");
            }
            assertThat(RawClient.exchange(server.port(), POST + "Connection: close\r\n" + framing
                    + whole + (framing.startsWith("T") ? "\r\n0\r\n\r\n" : "")))
                    .startsWith("HTTP/1.1 200 ").endsWith(whole);
        }
    }

    @Test
    void over_http_2_the_stream_that_trickles_ends_and_the_others_go_on() throws IOException {
        serve(HttpLimits.DEFAULT.withBodySpeed(2000, Duration.ofMillis(300)),
                new EchoHandler());
        try (var client = new RawClient(server.port())) {
            // POST and GET of /a by the static table; the first is never to end.
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                    + "\0\0\t\1\4\0\0\0\1\u0083\u0086\4\2/a\1\1x"
                    + "\0\0\1\0\0\0\0\0\1b");
            assertThat(client.until("LOAM-HTTP-016")).contains("LOAM-HTTP-016");
            client.send("\0\0\t\1\5\0\0\0\3\u0082\u0086\4\2/a\1\1x");
            assertThat(client.until("GET /a")).endsWith("GET /a");
        }
    }

    private static byte[] all(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
