package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.web.HttpLimits;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whom the PROXY protocol names, and whom it is believed from.
class ProxyProtocolSpec {
    private static final String GET =
            "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final String V2 = "\r\n\r\n\0\r\nQUIT\n";

    private static String answered(ProxyRule.Mode mode, boolean trusted, String header) {
        Predicate<InetAddress> all = _ -> trusted;
        var where = Listening.plain("127.0.0.1", 0, HttpLimits.DEFAULT)
                .withProxy(new ProxyRule(mode, all));
        try (var server = WebServer.start(where, request -> EchoHandler.text(200,
                "from " + request.peer().address() + " " + request.peer().port()))) {
            String answer = RawClient.exchange(server.port(), header + GET);
            int body = answer.indexOf("\r\n\r\n");
            return body < 0 ? "closed" : answer.startsWith("HTTP/1.1 200")
                    ? answer.substring(body + 4) : answer.substring(9, 12);
        } catch (UncheckedIOException reset) {
            return "closed";
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PROXY TCP4 1.2.3.4 5.6.7.8 111 222    | from 1.2.3.4 111
            PROXY TCP6 2001:db8::1 ::1 111 222    | from 2001:db8:0:0:0:0:0:1 111
            PROXY UNKNOWN                         | from 127.0.0.1
            PROXY TCP4 localhost 5.6.7.8 111 222  | closed
            PROXY TCP4 1.2.3.4                    | closed
            """)
    void lines(String line, String answer) {
        assertThat(answered(ProxyRule.Mode.REQUIRED, true, line + "\r\n")).startsWith(answer);
    }

    @ParameterizedTest
    @CsvSource({"OPTIONAL, true, from 127.0.0.1", "REQUIRED, true, closed",
        "REQUIRED, false, closed", "OPTIONAL, false, from 127.0.0.1"})
    void without_a_header(ProxyRule.Mode mode, boolean trusted, String answer) {
        assertThat(answered(mode, trusted, "")).startsWith(answer);
    }

    @ParameterizedTest
    @CsvSource({"OFF, true", "OPTIONAL, false"})
    void a_header_from_whom_nobody_believes_is_no_http(ProxyRule.Mode mode, boolean trusted) {
        assertThat(answered(mode, trusted, "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n"))
                .isEqualTo("400");
    }

    @ParameterizedTest
    @CsvSource({"OPTIONAL", "REQUIRED"})
    void binary_headers(ProxyRule.Mode mode) {
        String four = V2 + "\u0021\u0011\0\u000e\1\2\3\4\5\6\7\10\0\u006f\0\u00de\1\2";
        assertThat(answered(mode, true, four)).isEqualTo("from 1.2.3.4 111");
        String six = V2 + "\u0021\u0021\0\u0024" + "\u0020\1" + "\0".repeat(13) + "\1"
                + "\0".repeat(16) + "\0\u006f\0\u00de";
        assertThat(answered(mode, true, six)).isEqualTo("from 2001:0:0:0:0:0:0:1 111");
        assertThat(answered(mode, true, V2 + "\u0020\0\0\0")).startsWith("from 127.0.0.1");
        assertThat(answered(mode, true, V2 + "\u0031\0\0\0")).isEqualTo("closed");
    }
}
