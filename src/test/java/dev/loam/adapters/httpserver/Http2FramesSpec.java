package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.web.HttpLimits;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client is told that breaks the protocol. Source: RFC 9113 sections 5 to 8.
class Http2FramesSpec {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String SETTINGS = "000000 04 00 00000000";
    /// `GET http://x/a`, by the static table and two literals that are not kept.
    private static final String GET = "82 86 04022f61 010178";
    /// The same as POST.
    private static final String POST = "83 86 04022f61 010178";
    private static WebServer server;

    @BeforeAll
    static void serve() {
        server = WebServer.start("127.0.0.1", 0, HttpLimits.DEFAULT, new EchoHandler());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// Frames in hexadecimal, `+` for one of headers: stream, flags, block.
    private static String told(String frames) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5000);
            var out = socket.getOutputStream();
            out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            out.write(HexFormat.of().parseHex((SETTINGS + frames).replace(" ", "")));
            return firstWord(new DataInputStream(socket.getInputStream()));
        } catch (SocketException cut) {
            return "cut";
        }
    }

    /// The first frame that ends something.
    private static String firstWord(DataInputStream in) throws IOException {
        while (true) {
            int head = in.readInt();
            in.readByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(head >>> 8);
            int type = head & 0xff;
            if (type == 7) {
                return "goaway " + payload[7];
            }
            if (type == 3) {
                return "reset " + stream + " " + payload[3];
            }
            if (type == 6) {
                return "pong";
            }
        }
    }

    private static String headers(int stream, int flags, String block) {
        String octets = block.replace(" ", "");
        return "%06x01%02x%08x%s".formatted(octets.length() / 2, flags, stream, octets);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            000001 00 00 00000000 61                 | goaway 1
            000001 00 00 00000001 61                 | goaway 1
            000000 01 05 00000000                    | goaway 1
            000004 02 00 00000001 00000000           | reset 1 6
            000005 02 00 00000000 0000000000         | goaway 1
            000004 03 00 00000000 00000000           | goaway 1
            000004 03 00 00000001 00000000           | goaway 1
            000003 03 00 00000001 000000             | goaway 6
            000000 04 00 00000001                    | goaway 1
            000001 04 01 00000000 00                 | goaway 6
            000005 04 00 00000000 0000000000         | goaway 6
            000006 04 00 00000000 0002 00000002      | goaway 1
            000006 04 00 00000000 0004 80000000      | goaway 3
            000006 04 00 00000000 0005 00003fff      | goaway 1
            000006 04 00 00000000 00ff 00000001 000008 06 00 00000000 0000000000000000 | pong
            000004 05 04 00000001 00000002           | goaway 1
            000007 06 00 00000000 00000000000000     | goaway 6
            000008 06 00 00000001 0000000000000000   | goaway 1
            000008 07 00 00000001 0000000000000000   | goaway 1
            000004 08 00 00000000 00000000           | goaway 1
            000004 08 00 00000000 7fffffff           | goaway 3
            000003 08 00 00000000 000001             | goaway 6
            000004 08 00 00000001 00000001           | goaway 1
            000000 09 04 00000001                    | goaway 1
            004001 00 00 00000001                    | goaway 6
            000001 aa 00 00000000 00 000008 06 00 00000000 0000000000000000 | pong
            """)
    void frames_that_may_not_be(String frames, String answer) throws IOException {
        assertThat(told(frames)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            an even stream            | 2 | 5 | 82 86 04022f61 010178              | goaway 1
            an index that is nothing  | 1 | 5 | ff80ffff7f                         | goaway 9
            no path                   | 1 | 5 | 82 86 010178                       | reset 1 1
            no method                 | 1 | 5 | 86 04022f61 010178                 | reset 1 1
            a method twice            | 1 | 5 | 82 82 86 04022f61 010178           | reset 1 1
            an unknown pseudo field   | 1 | 5 | 82 86 04022f61 010178 00023a610161 | reset 1 1
            a name in upper case      | 1 | 5 | 82 86 04022f61 010178 0001410161   | reset 1 1
            a field of the connection | 1 | 5 | 82 86 04022f61 010178 0002746501 61 | reset 1 1
            a line end in a value     | 1 | 5 | 82 86 04022f61 010178 000161030d0a62 | reset 1 1
            a body that is not there  | 1 | 5 | 83 86 04022f61 010178 0f0d0135     | reset 1 1
            a pseudo field behind     | 1 | 5 | 82 86 0001610161 04022f61 010178   | reset 1 1
            """)
    void requests_that_are_malformed(String what, int stream, int flags, String block,
            String answer) throws IOException {
        assertThat(told(headers(stream, flags, block))).as(what).isEqualTo(answer);
    }

    @Test
    void bodies_of_another_length_than_told() throws IOException {
        assertThat(told(headers(1, 4, POST + "0f0d0135") + "000001 00 01 00000001 61"))
                .isEqualTo("reset 1 1");
        assertThat(told(headers(1, 4, POST + "0f0d0131") + "000002 00 00 00000001 6161"))
                .isEqualTo("reset 1 1");
    }

    @Test
    void frames_amidst_fields_and_fields_without_end() throws IOException {
        assertThat(told(headers(1, 1, GET) + "000008 06 00 00000000 0000000000000000"))
                .isEqualTo("goaway 1");
        assertThat(told(headers(1, 1, GET) + "000000 09 00 00000001".repeat(70)))
                .isEqualTo("goaway 11");
    }

    @Test
    void a_stream_is_begun_once() throws IOException {
        String slow = headers(1, 4, POST);
        assertThat(told(slow + headers(1, 4, "")))
                .as("trailers that go on").isEqualTo("reset 1 1");
        assertThat(told(headers(3, 5, GET) + headers(1, 5, GET))).isEqualTo("goaway 5");
    }

    @Test
    void floods_end_the_connection() throws IOException {
        assertThat(told("000005 02 00 00000001 0000000000".repeat(1500)))
                .isEqualTo("goaway 11");
        assertThat(told(headers(1, 4, POST) + "000000 00 00 00000001".repeat(1500)))
                .isEqualTo("goaway 11");
        var rapid = new StringBuilder();
        for (int id = 1; id < 2000; id += 2) {
            rapid.append(headers(id, 4, POST)).append("000004 03 00 %08x 00000008".formatted(id));
        }
        assertThat(told(rapid.toString())).isEqualTo("goaway 11");
    }

    @Test
    void an_end_is_told_in_two_steps_and_loses_no_request() throws Exception {
        var ending = WebServer.start("127.0.0.1", 0, HttpLimits.DEFAULT, new EchoHandler());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ending.port())) {
            socket.setSoTimeout(5000);
            var out = socket.getOutputStream();
            var in = new DataInputStream(socket.getInputStream());
            out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            out.write(HexFormat.of().parseHex((SETTINGS
                    + "000008 06 00 00000000 0000000000000000").replace(" ", "")));
            assertThat(firstWord(in)).isEqualTo("pong");
            Thread drain = Thread.ofVirtual().start(() ->
                    ending.drain(Duration.ofSeconds(5)));
            assertThat(firstWord(in)).isEqualTo("goaway 0");
            // A request that was on its way, then the answer to the ping behind the first step.
            out.write(HexFormat.of().parseHex(headers(1, 5, GET)
                    + "0000080601000000006c61737463616c6c"));
            String rest = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(rest).contains("GET /a");
            socket.shutdownOutput();
            assertThat(drain.join(Duration.ofSeconds(4))).isTrue();
        }
    }

    @Test
    void once_an_end_is_announced_a_new_connection_is_served_and_told_to_go() throws IOException {
        var ending = WebServer.start("127.0.0.1", 0, HttpLimits.DEFAULT, new EchoHandler());
        try (ending; var socket = new Socket(InetAddress.getLoopbackAddress(), ending.port())) {
            ending.announceEnd();
            socket.setSoTimeout(5000);
            var out = socket.getOutputStream();
            var in = new DataInputStream(socket.getInputStream());
            out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            out.write(HexFormat.of().parseHex((SETTINGS
                    + "000008 06 00 00000000 0000000000000000").replace(" ", "")));
            assertThat(firstWord(in)).as("nothing is told before a request").isEqualTo("pong");
            out.write(HexFormat.of().parseHex(headers(1, 5, GET)
                    + "0000080601000000006c61737463616c6c"));
            String rest = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(rest).contains("GET /a",
                    "\0\0\u0008\u0007\0\0\0\0\0\u007f\u00ff\u00ff\u00ff");
            socket.shutdownOutput();
        }
    }
}
