package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.Peer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What one answer per case cannot show: time, streams, departures and the end of the server.
class WebServerSpec {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST /a HTTP/1.1\r\nHost: x\r\n";
    private static final String CLOSE =
            "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private WebServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    // --- the port

    @Test
    void a_port_is_shared_by_those_who_share() {
        server = WebServer.startShared("127.0.0.1", 0, HttpLimits.DEFAULT, new EchoHandler());
        try (var other = WebServer.startShared(
                "127.0.0.1", server.port(), HttpLimits.DEFAULT, new EchoHandler())) {
            assertThat(other.port()).isEqualTo(server.port());
        }
        assertThat(exchange(CLOSE)).startsWith("HTTP/1.1 200 OK").endsWith("/last");
        assertThatThrownBy(() -> WebServer.start(
                "127.0.0.1", server.port(), HttpLimits.DEFAULT, new EchoHandler()))
                .hasMessageContaining("port " + server.port());
    }

    // --- bodies asked for, late and cut short

    @Test
    void continue_goes_out_when_the_body_is_first_read() {
        var entered = new CountDownLatch(1);
        var proceed = new CountDownLatch(1);
        serve(request -> {
            entered.countDown();
            await(proceed);
            return new EchoHandler().handle(request);
        });
        try (var client = client()) {
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            await(entered);
            proceed.countDown();
            assertThat(client.until("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send("hello" + CLOSE).untilEnd())
                    .startsWith("HTTP/1.1 200 OK\r\n").contains("POST /a hello").endsWith("/last");
        }
    }

    @Test
    void no_continue_for_a_body_that_is_already_there() {
        serve(new EchoHandler());
        assertThat(exchange(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nhi" + CLOSE))
                .doesNotContain("100 Continue").contains("POST /a hi").endsWith("/last");
    }

    @Test
    void a_refusal_before_the_body_sends_no_continue_and_closes() {
        serve(new EchoHandler());
        assertThat(exchange(POST.replace("/a", "/refuse")
                + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"))
                .startsWith("HTTP/1.1 401 Unauthorized").contains("Connection: close")
                .endsWith("refused").doesNotContain("100 Continue");
    }

    @Test
    void a_declared_body_over_the_limit_sends_no_continue() {
        serve(limits(100, 5000), new EchoHandler());
        assertThat(exchange(POST + "Expect: 100-continue\r\nContent-Length: 101\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ").doesNotContain("100 Continue");
    }

    @Test
    void a_large_unread_body_ends_the_connection_but_not_the_answer() {
        serve(new EchoHandler());
        assertThat(exchange(POST.replace("/a", "/unread") + "Content-Length: 900000\r\n\r\n"
                + "b".repeat(900_000) + CLOSE))
                .startsWith("HTTP/1.1 200 OK").contains("Connection: close").endsWith("unread");
    }

    @Test
    void a_body_cut_short_is_a_refusal() {
        serve(new EchoHandler());
        try (var client = client()) {
            client.send(POST + "Content-Length: 9\r\n\r\nhello").endOutput();
            assertThat(client.untilEnd()).startsWith("HTTP/1.1 400 ")
                    .contains("LOAM-HTTP-006 at the body", "after 5 bytes");
        }
        try (var client = client()) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel").endOutput();
            assertThat(client.untilEnd()).startsWith("HTTP/1.1 400 ").contains("LOAM-HTTP-006");
        }
    }

    @Test
    void bodies_of_every_size_arrive_whole() {
        serve(request -> EchoHandler.text(200, Integer.toString(
                new String(request.body().bytes(), StandardCharsets.ISO_8859_1)
                        .hashCode())));
        for (int size : new int[] {1, 4095, 4096, 8192, 65_537, 1 << 20, 3_000_001}) {
            String body = "0123456789abc".repeat(size / 13 + 1).substring(0, size);
            String expected = "\r\n\r\n" + body.hashCode();
            assertThat(exchange("POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Content-Length: " + size + "\r\n\r\n" + body)).endsWith(expected);
            assertThat(exchange("POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(size) + "\r\n"
                    + body + "\r\n0\r\n\r\n")).endsWith(expected);
        }
    }

    @Test
    void a_refusal_from_the_body_may_leave_the_handler() {
        serve(request -> EchoHandler.text(200, "" + request.body().bytes().length));
        assertThat(exchange(POST + "Transfer-Encoding: chunked\r\n\r\nx\r\n"))
                .startsWith("HTTP/1.1 400 ").contains("{\"code\":\"LOAM-HTTP-005\"");
    }

    // --- time

    @Test
    void a_slow_head_is_408() {
        serve(limits(1000, 200), new EchoHandler());
        assertThat(exchange("GET /a HTTP/1.1\r\nHo")).startsWith("HTTP/1.1 408 ")
                .contains("Connection: close", "{\"code\":\"LOAM-HTTP-007\"", "200 ms");
    }

    @Test
    void a_slow_body_is_408() {
        serve(limits(1000, 200), new EchoHandler());
        assertThat(exchange(POST + "Content-Length: 5\r\n\r\nhe")).startsWith("HTTP/1.1 408 ")
                .contains("Connection: close", "LOAM-HTTP-008 at the body", "200 ms");
        assertThat(exchange(POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhe"))
                .startsWith("HTTP/1.1 408 ").contains("LOAM-HTTP-008 at the body");
    }

    @Test
    void an_idle_connection_is_closed() {
        serve(limits(1000, 300), new EchoHandler());
        assertThat(exchange("")).isEmpty();
        assertThat(exchange(GET)).endsWith("GET /a");
    }

    @Test
    void a_client_that_takes_no_answer_is_cut() {
        var failed = new CompletableFuture<Throwable>();
        serve(limits(1000, 300), request -> stream(out -> {
            try {
                while (true) {
                    out.write(new byte[64 << 10]);
                }
            } catch (IOException failure) {
                failed.complete(failure);
                throw failure;
            }
        }, new AtomicBoolean()));
        try (var client = client()) {
            client.send(GET);
            assertThat(failed.orTimeout(5, TimeUnit.SECONDS).join())
                    .isInstanceOf(IOException.class);
        }
    }

    // --- departures

    @Test
    void a_client_that_closes_is_gone() {
        leaves(RawClient::close);
    }

    @Test
    void a_client_that_resets_is_gone() {
        leaves(RawClient::reset);
    }

    private void leaves(Consumer<RawClient> departure) {
        var peers = new LinkedBlockingQueue<Peer>();
        var noticed = new CountDownLatch(1);
        serve(request -> {
            peers.add(request.peer());
            await(noticed);
            return EchoHandler.text(200, "late");
        });
        var client = client().send(GET);
        Peer peer = take(peers);
        assertThat(peer.address()).isEqualTo("127.0.0.1");
        assertThat(peer.port()).isPositive();
        assertThat(peer.gone()).isFalse();
        assertThat(peer.gone()).isFalse();
        departure.accept(client);
        assertThat(within(Duration.ofSeconds(1), peer::gone)).isTrue();
        noticed.countDown();
    }

    @Test
    void looking_for_the_client_loses_no_pipelined_byte() {
        var peers = new LinkedBlockingQueue<Peer>();
        var pipelined = new CountDownLatch(1);
        serve(request -> {
            peers.add(request.peer());
            request.peer().gone();
            if (request.path().equals("/a")) {
                await(pipelined);
            }
            request.peer().gone();
            return new EchoHandler().handle(request);
        });
        try (var client = client()) {
            client.send(GET);
            Peer peer = take(peers);
            client.send("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n"
                    + "0123456789".repeat(2000));
            client.send(CLOSE).endOutput();
            within(Duration.ofMillis(200), peer::gone);
            pipelined.countDown();
            assertThat(client.untilEnd()).containsSubsequence("GET /a",
                    "POST /b " + "0123456789".repeat(2000), "GET /last");
        }
    }

    @Test
    void the_peer_of_a_request_that_is_over_is_gone_with_the_connection() {
        var peers = new LinkedBlockingQueue<Peer>();
        serve(request -> {
            peers.add(request.peer());
            return EchoHandler.text(200, "done");
        });
        exchange(CLOSE);
        Peer peer = take(peers);
        assertThat(within(Duration.ofSeconds(1), peer::gone)).isTrue();
    }

    // --- streams

    @Test
    void a_short_stream_has_its_length() {
        var closed = new AtomicBoolean();
        serve(request -> stream(out -> out.write("hello".getBytes()), closed));
        assertThat(exchange(CLOSE)).contains("Content-Length: 5\r\n").endsWith("\r\n\r\nhello");
        assertThat(closed).isTrue();
    }

    @Test
    void a_flushed_stream_arrives_in_chunks_as_it_is_made() {
        var more = new CountDownLatch(1);
        serve(request -> stream(out -> {
            out.write("hello".getBytes());
            out.flush();
            await(more);
            out.write(" you".getBytes());
        }, new AtomicBoolean()));
        try (var client = client()) {
            client.send(GET);
            assertThat(client.until("hello\r\n"))
                    .contains("Transfer-Encoding: chunked\r\n")
                    .endsWith("\r\n\r\n0005\r\nhello\r\n");
            more.countDown();
            assertThat(client.until("0\r\n\r\n")).isEqualTo("0004\r\n you\r\n0\r\n\r\n");
            assertThat(client.send(CLOSE).untilEnd()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_long_stream_is_the_same_in_chunks_and_to_an_old_client() {
        String line = "0123456789".repeat(1000);
        serve(request -> stream(out -> {
            for (int i = 0; i < 30; i++) {
                out.write(line.getBytes());
                out.write('\n');
            }
        }, new AtomicBoolean()));
        String whole = (line + "\n").repeat(30);
        String chunked = exchange(CLOSE);
        assertThat(chunked).contains("Transfer-Encoding: chunked");
        assertThat(unchunked(chunked)).isEqualTo(whole);
        String old = exchange("GET /a HTTP/1.0\r\n\r\n");
        assertThat(old).doesNotContain("Transfer-Encoding", "Content-Length").endsWith(whole);
    }

    @Test
    void a_stream_that_fails_before_its_head_is_a_500_and_closed() {
        var closed = new AtomicBoolean();
        serve(request -> stream(out -> {
            out.write(1);
            throw new IllegalStateException("told by the test");
        }, closed));
        assertThat(exchange(GET)).startsWith("HTTP/1.1 500 ").contains("Content-Length: 0");
        assertThat(closed).isTrue();
    }

    @Test
    void a_stream_that_fails_later_is_cut() {
        var closed = new AtomicBoolean();
        HttpHandler failing = request -> stream(out -> {
            out.write("hello".getBytes());
            out.flush();
            throw new IllegalStateException("told by the test");
        }, closed);
        serve(failing);
        assertThat(exchange(GET)).startsWith("HTTP/1.1 200 ").endsWith("0005\r\nhello\r\n");
        assertThat(closed).isTrue();
        assertThatThrownBy(() -> exchange("GET /a HTTP/1.0\r\n\r\n"))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("reset");
    }

    @Test
    void a_streamed_head_request_writes_nothing_and_closes_the_writer() {
        var closed = new AtomicBoolean();
        serve(request -> stream(out -> {
            throw new AssertionError("not to be called");
        }, closed));
        assertThat(exchange("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n" + CLOSE.replace("GET", "HEAD")))
                .startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n").doesNotContain("Length");
        assertThat(closed).isTrue();
    }

    // --- begin and end of the server

    @Test
    void a_taken_port_is_named() {
        serve(new EchoHandler());
        int port = server.port();
        assertThatThrownBy(() -> WebServer.start("127.0.0.1", port, HttpLimits.DEFAULT,
                new EchoHandler())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1 port " + port).hasMessageContaining("in use");
    }

    @Test
    void drain_lets_running_requests_end_and_takes_no_new_ones() throws Exception {
        var entered = new CountDownLatch(1);
        var proceed = new CountDownLatch(1);
        serve(request -> {
            if (request.path().equals("/a")) {
                entered.countDown();
                await(proceed);
            }
            return EchoHandler.text(200, "done");
        });
        try (var idle = client(); var busy = client()) {
            idle.send(GET.replace("/a", "/b")).until("done");
            busy.send(GET);
            await(entered);
            var drained = CompletableFuture.runAsync(() -> server.drain(Duration.ofSeconds(5)));
            assertThat(idle.untilEnd()).isEmpty();
            assertThat(drained).isNotDone();
            proceed.countDown();
            assertThat(busy.untilEnd()).contains("Connection: close\r\n").endsWith("done");
            drained.get(2, TimeUnit.SECONDS);
        }
        assertThatThrownBy(this::client).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void drain_cuts_what_takes_too_long() {
        var peers = new LinkedBlockingQueue<Peer>();
        var proceed = new CountDownLatch(1);
        serve(request -> {
            peers.add(request.peer());
            await(proceed);
            return EchoHandler.text(200, "late");
        });
        try (var client = client()) {
            client.send(GET);
            Peer peer = take(peers);
            server.drain(Duration.ofMillis(100));
            assertThat(peer.gone()).isTrue();
            assertThat(client.untilEnd()).isEmpty();
            proceed.countDown();
        }
    }

    @Test
    void connections_above_the_limit_wait_for_their_turn() {
        serve(new HttpLimits(1000, 1000, 1000, 1000, Duration.ofSeconds(5), Duration.ofSeconds(5),
                Duration.ofSeconds(5), 2), new EchoHandler());
        try (var first = client(); var second = client(); var third = client()) {
            first.send(GET).until("GET /a");
            second.send(GET).until("GET /a");
            third.send(CLOSE);
            first.send(CLOSE).untilEnd();
            assertThat(third.untilEnd()).endsWith("GET /last");
        }
    }

    // ---

    private void serve(HttpHandler handler) {
        serve(HttpLimits.DEFAULT, handler);
    }

    private void serve(HttpLimits limits, HttpHandler handler) {
        server = WebServer.start("127.0.0.1", 0, limits, handler);
    }

    private static HttpLimits limits(long bodyBytesMax, long millisMax) {
        var time = Duration.ofMillis(millisMax);
        return new HttpLimits(1000, 1000, bodyBytesMax, (int) bodyBytesMax, time, time, time, 20);
    }

    private RawClient client() {
        return new RawClient(server.port());
    }

    private String exchange(String sent) {
        return RawClient.exchange(server.port(), sent);
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static HttpResponse stream(Writing writing, AtomicBoolean closed) {
        return new HttpResponse.Stream(200, null, Headers.NONE, new HttpResponse.BodyWriter() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                writing.to(out);
            }

            @Override
            public void close() {
                closed.set(true);
            }
        });
    }

    private static String unchunked(String answer) {
        var body = new StringBuilder();
        int at = answer.indexOf("\r\n\r\n") + 4;
        while (true) {
            int line = answer.indexOf("\r\n", at);
            int size = Integer.parseInt(answer.substring(at, line), 16);
            if (size == 0) {
                assertThat(answer.substring(line)).isEqualTo("\r\n\r\n");
                return body.toString();
            }
            body.append(answer, line + 2, line + 2 + size);
            at = line + 4 + size;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            T taken = queue.poll(5, TimeUnit.SECONDS);
            assertThat(taken).isNotNull();
            return taken;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean within(Duration time, BooleanSupplier condition) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
            Thread.yield();
        }
        return false;
    }
}
