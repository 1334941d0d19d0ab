package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.WebSocketListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WebSocketSpec {
    private static final String HANDSHAKE = "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final HttpLimits LIMITS = new HttpLimits(1000, 1000, 200_000, 200_000,
            Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(300), 20);

    /// What the server's listener and the client's saw, in order.
    private final BlockingQueue<String> atServer = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> atClient = new LinkedBlockingQueue<>();
    private WebServer server;

    @BeforeEach
    void start() {
        server = WebServer.start("127.0.0.1", 0, LIMITS,
                request -> new HttpResponse.Upgrade(
                        Headers.of("X-A", "b"), new Echo(), 1 << 20));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void messages_go_both_ways_and_a_close_is_answered() {
        WebSocket client = connect();
        assertThat(next(atServer)).isEqualTo("open");
        for (String text : new String[] {"", "hé", "a".repeat(126), "€".repeat(30_000)}) {
            client.sendText(text, true).join();
            assertThat(next(atServer)).isEqualTo("text " + text);
            assertThat(next(atClient)).isEqualTo("text " + text);
        }
        client.sendText("in ", false).join();
        client.sendPing(ByteBuffer.wrap(new byte[] {1})).join();
        client.sendText("parts", true).join();
        assertThat(next(atClient)).isEqualTo("pong");
        assertThat(next(atClient)).isEqualTo("text in parts");
        client.sendBinary(ByteBuffer.wrap(new byte[70_000]), true).join();
        assertThat(next(atClient)).isEqualTo("binary 70000");
        client.sendClose(3001, "done").join();
        assertThat(next(atClient)).isEqualTo("close 3001 done");
        assertThat(last(atServer)).isEqualTo("close 3001 done");
    }

    @Test
    void the_server_may_close() {
        connect().sendText("bye", true).join();
        assertThat(next(atClient)).isEqualTo("close 4000 you asked");
        assertThat(last(atServer)).startsWith("close 4000");
    }

    @Test
    void a_failing_listener_closes_with_1011() {
        connect().sendText("fail", true).join();
        assertThat(next(atClient)).isEqualTo("close 1011 ");
        assertThat(last(atServer)).isEqualTo("close 1011 ");
    }

    @Test
    void a_broken_connection_is_1006() {
        try (var client = new RawClient(server.port())) {
            client.send(HANDSHAKE + "\r\n").until("\r\n\r\n");
            client.reset();
        }
        assertThat(last(atServer)).isEqualTo("close 1006 ");
    }

    @Test
    void a_silent_client_is_pinged_and_then_given_up() {
        try (var client = new RawClient(server.port())) {
            client.send(HANDSHAKE + "\r\n").until("\r\n\r\n");
            assertThat(client.until("\u0089\0")).isEqualTo("\u0089\0");
            assertThat(client.untilEnd()).isEmpty();
        }
        assertThat(last(atServer)).isEqualTo("close 1006 ");
    }

    @Test
    void drain_says_going_away() {
        connect();
        assertThat(next(atServer)).isEqualTo("open");
        server.drain(Duration.ofSeconds(2));
        assertThat(next(atClient)).startsWith("close 1001");
        assertThat(last(atServer)).startsWith("close 1001");
    }

    @Test
    void the_handshake_is_that_of_the_rfc() {
        try (var client = new RawClient(server.port())) {
            assertThat(client.send(HANDSHAKE + "\r\n").until("\r\n\r\n"))
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .contains("Upgrade: websocket\r\n", "Connection: Upgrade\r\n", "X-A: b\r\n",
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
        }
    }

    record Refused(String name, String sent, int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Refused> refusedHandshakes() {
        return Stream.of(
                new Refused("a plain request", "GET /ws HTTP/1.1\r\nHost: x\r\n", 426),
                new Refused("other version", HANDSHAKE.replace("13", "8"), 426),
                new Refused("other protocol", HANDSHAKE.replace("websocket", "h2c"), 426),
                new Refused("no key", HANDSHAKE.replace("-Key", "-Kay"), 400),
                new Refused("short key", HANDSHAKE.replace("dGhl", ""), 400),
                new Refused("POST", HANDSHAKE.replace("GET", "POST"), 400));
    }

    @ParameterizedTest
    @MethodSource("refusedHandshakes")
    void a_handshake_that_is_none_is_refused(Refused refused) {
        String answer = RawClient.exchange(server.port(), refused.sent + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + refused.status + " ")
                .contains("Connection: close", "{\"code\":\"LOAM-HTTP-01");
        if (refused.status == 426) {
            assertThat(answer).contains("Upgrade: websocket\r\n", "Sec-WebSocket-Version: 13\r\n");
        }
    }

    record Frames(String name, String sent, int code) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Masked with zeros, so that payloads can be read here.
    static Stream<Frames> refusedFrames() {
        String mask = "\0\0\0\0";
        return Stream.of(
                new Frames("no mask", "\u0081\u0002hi", 1002),
                new Frames("reserved bit", "\u00c1\u0082" + mask + "hi", 1002),
                new Frames("unknown kind", "\u0083\u0082" + mask + "hi", 1002),
                new Frames("unknown control", "\u008b\u0080" + mask, 1002),
                new Frames("ping in parts", "\u0009\u0080" + mask, 1002),
                new Frames("long ping", "\u0089\u00fe\u0000\u007e" + mask + "a".repeat(126), 1002),
                new Frames("continuation of nothing", "\u0080\u0082" + mask + "hi", 1002),
                new Frames("text within text",
                        "\u0001\u0082" + mask + "hi" + "\u0081\u0082" + mask + "hi", 1002),
                new Frames("not UTF-8", "\u0081\u0081" + mask + "\u00ff", 1007),
                new Frames("close of one byte", "\u0088\u0081" + mask + "\u0003", 1002),
                new Frames("close with 1005", "\u0088\u0082" + mask + "\u0003\u00ed", 1002),
                new Frames("too big", "\u0082\u00ff\0\0\0\0\0\u0003\rA" + mask, 1009),
                new Frames("negative length", "\u0082\u00ff\u00ff\0\0\0\0\0\0\0" + mask, 1009),
                new Frames("too big in parts",
                        "\u0002\u00fe\u00ff\u00ff" + mask + "a".repeat(65_535)
                                + "\u0080\u00ff\0\0\0\0\0\u0002\rB" + mask, 1009));
    }

    @ParameterizedTest
    @MethodSource("refusedFrames")
    void frames_that_are_none_end_the_socket(Frames frames) {
        try (var client = new RawClient(server.port())) {
            client.send(HANDSHAKE + "\r\n").until("\r\n\r\n");
            String answer = client.send(frames.sent).untilEnd();
            assertThat(answer).startsWith("\u0088");
            assertThat(answer.charAt(2) << 8 | answer.charAt(3)).isEqualTo(frames.code);
        }
        assertThat(last(atServer)).startsWith("close " + frames.code);
    }

    private WebSocket connect() {
        return HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/ws"), new Client())
                .orTimeout(5, TimeUnit.SECONDS).join();
    }

    private static String next(BlockingQueue<String> seen) {
        try {
            String one = seen.poll(5, TimeUnit.SECONDS);
            assertThat(one).isNotNull();
            return one;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String last(BlockingQueue<String> seen) {
        String one = next(seen);
        while (!one.startsWith("close")) {
            one = next(seen);
        }
        return one;
    }

    private final class Echo implements WebSocketListener {
        @Override
        public void onOpen(WebSocketListener.WebSocket socket) {
            atServer.add("open");
        }

        @Override
        public void onText(WebSocketListener.WebSocket socket, String text) {
            atServer.add("text " + text);
            switch (text) {
                case "bye" -> socket.close(4000, "you asked");
                case "fail" -> throw new IllegalStateException("told by the test");
                default -> socket.send(text);
            }
        }

        @Override
        public void onBinary(WebSocketListener.WebSocket socket, byte[] bytes) {
            socket.send(bytes);
        }

        @Override
        public void onClose(WebSocketListener.WebSocket socket, int code, String reason) {
            socket.send("to nobody");
            atServer.add("close " + code + " " + reason);
        }
    }

    private final class Client implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                atClient.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                atClient.add("binary " + bytes);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            atClient.add("pong");
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            atClient.add("close " + code + " " + reason);
            return null;
        }
    }
}
