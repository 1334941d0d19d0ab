package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.WebSocketListener;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// WebSockets that are streams of HTTP/2, frame by frame. Source: RFC 8441.
class WebSocketOverHttp2Spec {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int END = 1;

    /// The first code that a listener of the server saw.
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebServer server;
    private Socket socket;
    private DataInputStream in;

    private record Frame(int type, int flags, int stream, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = WebServer.start("127.0.0.1", 0, HttpLimits.DEFAULT, request -> {
            assertThat(request.method()).isEqualTo("GET");
            return request.path().equals("/ws")
                    ? new HttpResponse.Upgrade(Headers.of("X-A", "b"), new Echo(), 1 << 20)
                    : EchoHandler.text(403, "not here");
        });
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        send(PREFACE);
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        server.close();
    }

    private void send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void send(int type, int flags, int stream, String payload) throws IOException {
        int length = payload.length();
        send("" + (char) (length >> 16) + (char) (length >> 8 & 0xff) + (char) (length & 0xff)
                + (char) type + (char) flags + "\0\0\0" + (char) stream + payload);
    }

    /// A handshake; `more` are further fields.
    private void connect(int stream, int flags, String path, String... more) throws IOException {
        var block = new StringBuilder(field(":method", "CONNECT") + field(":scheme", "http")
                + field(":path", path) + field(":authority", "x"));
        for (int i = 0; i < more.length; i += 2) {
            block.append(field(more[i], more[i + 1]));
        }
        send(HEADERS, flags | 4, stream, block.toString());
    }

    private static String field(String name, String value) {
        return "\0" + (char) name.length() + name + (char) value.length() + value;
    }

    /// The next frame of a stream; a PING before it is sent back.
    private Frame next(int stream) throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.stream() == stream) {
                return frame;
            }
            if (frame.type() == PING) {
                send(PING, 1, 0, frame.text());
            }
        }
    }

    private Frame next() throws IOException {
        int head = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(head & 0xff, flags, stream, in.readNBytes(head >>> 8));
    }

    /// A text message as clients send it, masked by zeros.
    private static String message(String text) {
        return "\u0081" + (char) (0x80 | text.length()) + "\0\0\0\0" + text;
    }

    private static final String[] ASKED =
            {":protocol", "websocket", "sec-websocket-version", "13"};

    @Test
    void the_server_says_that_it_can() throws IOException {
        Frame settings = next();
        assertThat(settings.type()).isEqualTo(SETTINGS);
        assertThat(settings.text()).contains("\0\u0008\0\0\0\1");
    }

    @Test
    void messages_go_both_ways_and_closes_end_the_stream() throws IOException {
        connect(1, 0, "/ws", ASKED);
        Frame head = next(1);
        assertThat(head.type()).isEqualTo(HEADERS);
        assertThat(head.flags() & END).isZero();
        assertThat(head.payload()[0] & 0xff).as(":status 200 of the static table")
                .isEqualTo(0x88);
        send(DATA, 0, 1, message("hello"));
        assertThat(next(1).text()).isEqualTo("\u0081\5hello");
        // A message in two pieces, which are none to a WebSocket.
        String parts = message("and again");
        send(DATA, 0, 1, parts.substring(0, 4));
        send(DATA, 0, 1, parts.substring(4));
        assertThat(next(1).text()).isEqualTo("\u0081\11and again");
        send(DATA, END, 1, "\u0088\u0082\0\0\0\0\3\u00e8");
        assertThat(next(1).text()).isEqualTo("\u0088\2\3\u00e8");
        assertThat(next(1).flags() & END).isEqualTo(END);
    }

    @Test
    void more_goes_through_than_a_window_holds() throws IOException {
        connect(1, 0, "/ws", ASKED);
        next(1);
        var back = new ByteArrayOutputStream();
        String text = "a".repeat(100);
        // Behind what the client's own window takes, 64 KiB, the server would wait for more.
        for (int i = 0; i < 500; i++) {
            send(DATA, 0, 1, message(text));
            Frame echoed = next(1);
            while (echoed.type() != DATA) {
                echoed = next(1);
            }
            back.write(echoed.payload());
        }
        assertThat(back.size()).isEqualTo(500 * 102);
    }

    @Test
    void a_client_that_resets_leaves_and_its_other_streams_go_on() throws Exception {
        connect(1, 0, "/ws", ASKED);
        next(1);
        send(RST_STREAM, 0, 1, "\0\0\0\u0008");
        assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(1006);
        connect(3, 0, "/ws", ASKED);
        next(3);
        send(DATA, 0, 3, message("still here"));
        assertThat(next(3).text()).endsWith("still here");
    }

    @Test
    void a_refusal_is_an_answer() throws IOException {
        connect(1, 0, "/elsewhere", ASKED);
        assertThat(next(1).type()).isEqualTo(HEADERS);
        assertThat(next(1).text()).isEqualTo("not here");
    }

    @Test
    void what_asks_for_something_else_is_refused() throws IOException {
        connect(1, 0, "/ws", ":protocol", "websocket", "sec-websocket-version", "8");
        next(1);
        assertThat(next(1).text()).contains("LOAM-HTTP-014");
        connect(3, END, "/ws", ASKED);
        next(3);
        assertThat(next(3).text()).contains("LOAM-HTTP-014");
        connect(5, 0, "/ws", ":protocol", "something");
        next(5);
        assertThat(next(5).text()).contains("LOAM-HTTP-012");
        send(HEADERS, 5, 7, field(":method", "GET") + field(":scheme", "http")
                + field(":path", "/ws") + field(":authority", "x")
                + field(":protocol", "websocket"));
        assertThat(next(7).type()).isEqualTo(RST_STREAM);
    }

    @Test
    void a_stop_closes_it() throws IOException {
        connect(1, 0, "/ws", ASKED);
        next(1);
        var drained = CompletableFuture.runAsync(() -> server.drain(Duration.ofSeconds(30)));
        assertThat(next(1).text()).startsWith("\u0088").contains("\3\u00e9going away");
        send(DATA, END, 1, "\u0088\u0082\0\0\0\0\3\u00e9");
        assertThat(next(1).flags() & END).isEqualTo(END);
        socket.shutdownOutput();
        assertThat(drained).succeedsWithin(Duration.ofSeconds(30));
    }

    private final class Echo implements WebSocketListener {
        @Override
        public void onOpen(WebSocketListener.WebSocket socket) {
            // It waits to be spoken to.
        }

        @Override
        public void onText(WebSocketListener.WebSocket socket, String text) {
            socket.send(text);
        }

        @Override
        public void onBinary(WebSocketListener.WebSocket socket, byte[] bytes) {
            socket.send(bytes);
        }

        @Override
        public void onClose(WebSocketListener.WebSocket socket, int code, String reason) {
            closed.complete(code);
        }
    }
}
