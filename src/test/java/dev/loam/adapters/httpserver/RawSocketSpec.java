package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.web.HttpLimits;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Octets in, octets out. Behind every case travels one more request on the same connection: it is
/// answered exactly where the connection lives on, and never where it was refused, so that no case
/// can smuggle one.
class RawSocketSpec {
    private static final int LINE_MAX = 600;
    private static final int HEADERS_MAX = 700;
    private static final HttpLimits LIMITS = new HttpLimits(LINE_MAX, HEADERS_MAX, 1000, 1000,
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 50);
    private static final String LAST =
            "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final String LAST_ANSWER = "\r\n\r\nGET /last";

    private static final char BAR = '\u2016';

    private static WebServer server;

    @BeforeAll
    static void start() {
        server = WebServer.start("127.0.0.1", 0, LIMITS, new EchoHandler());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// `expected` pieces appear in the answer, in this order. In `sent`, `|` stands for CR LF and
    /// U+2016 for a bar.
    record Case(String name, String sent, boolean livesOn, String... expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource({"served", "targets", "refusedHeads", "refusedFraming", "chunks", "limits"})
    void octets_in_octets_out(Case c) {
        check(c, RawClient.exchange(server.port(), octets(c.sent) + LAST));
    }

    @ParameterizedTest
    @MethodSource({"served", "targets", "refusedHeads", "refusedFraming", "chunks", "limits"})
    void the_same_however_they_are_cut(Case c) {
        try (var client = new RawClient(server.port())) {
            check(c, client.sendInPieces(octets(c.sent) + LAST, 3).untilEnd());
        }
    }

    private static void check(Case c, String answer) {
        assertThat(answer).containsSubsequence(c.expected);
        assertThat(answer.contains(LAST_ANSWER)).as(answer).isEqualTo(c.livesOn);
        assertThat(answer.split("HTTP/1\\.1 \\d", -1)).as(answer).hasSize(c.livesOn ? 3 : 2);
    }

    static Stream<Case> served() {
        return Stream.of(
                lives("keep-alive", "GET /a HTTP/1.1|Host: x||",
                        "HTTP/1.1 200 OK\r\n", "Date: ", " GMT\r\n",
                        "Content-Length: 6\r\n\r\nGET /a"),
                ends("connection close", "GET /a HTTP/1.1|Host: x|Connection: close||",
                        "200 OK", "Connection: close\r\n", "GET /a"),
                ends("close among other options",
                        "GET /a HTTP/1.1|Host: x|connection: TE , CLOSE||", "GET /a"),
                lives("HEAD has the length and no body", "HEAD /a HTTP/1.1|Host: x||",
                        "200 OK", "Content-Length: 7\r\n\r\nHTTP/1.1 200"),
                lives("HEAD without a body made", "HEAD /null HTTP/1.1|Host: x||",
                        "200 OK", "GMT\r\n\r\nHTTP/1.1"),
                lives("204 has no body", "GET /nothing HTTP/1.1|Host: x||",
                        "204 No Content", "GMT\r\n\r\nHTTP/1.1"),
                lives("304 has no body", "GET /unmodified HTTP/1.1|Host: x||",
                        "304 Not Modified", "GMT\r\n\r\nHTTP/1.1"),
                lives("no body is length 0", "GET /null HTTP/1.1|Host: x||",
                        "200", "Content-Length: 0\r\n\r\nHTTP/1.1"),
                lives("reason phrase", "GET /reason HTTP/1.1|Host: x||",
                        "HTTP/1.1 299 Quite Fine\r\nX-A: 1\r\n"),
                lives("no field can split the answer", "GET /split HTTP/1.1|Host: x||",
                        "HTTP/1.1 200 a  b\r\nX-A: 1  X-B: 2\r\nDate: ",
                        "Content-Length: 0\r\n\r\n"),
                lives("a defect is a bare 500", "GET /defect HTTP/1.1|Host: x||",
                        "500 Internal Server Error", "Content-Length: 0"),
                lives("OPTIONS *", "OPTIONS * HTTP/1.1|Host: x||", "200 OK", "OPTIONS *"),
                lives("an unknown method is the handler's",
                        "BREW /a HTTP/1.1|Host: x||", "BREW /a"),
                lives("body by length", "POST /a HTTP/1.1|Host: x|Content-Length: 5||hello",
                        "POST /a hello"),
                lives("body of length 0",
                        "POST /a HTTP/1.1|Host: x|Content-Length: 0||", "POST /a"),
                lives("an unread body is skipped",
                        "POST /unread HTTP/1.1|Host: x|Content-Length: 5||hello", "200", "unread"),
                lives("unread chunks are skipped", "POST /unread HTTP/1.1|Host: x|"
                        + "Transfer-Encoding: chunked||5|hello|0||", "200", "unread"),
                ends("unread malformed chunks end it", "POST /unread HTTP/1.1|Host: x|"
                        + "Transfer-Encoding: chunked||5|hello!|0||", "200", "unread"),
                lives("empty lines before a request", "||GET /a HTTP/1.1|Host: x||", "GET /a"),
                lives("empty value, blanks and tabs around one",
                        "GET /fields HTTP/1.1|Host:x|A:|B: \t b\t ||",
                        "host: x\na: \nb: b\n"),
                lives("values are octets", "GET /fields HTTP/1.1|Host: x|A: \u00e9\u0080\u00ff||",
                        "a: \u00e9\u0080\u00ff\n"),
                ends("HTTP/1.0 is answered and closed", "GET /a HTTP/1.0||",
                        "HTTP/1.1 200 OK", "Connection: close", "GET /a"),
                ends("HTTP/1.0 with a body", "POST /a HTTP/1.0|Content-Length: 2||hi",
                        "POST /a hi"),
                lives("a later minor version", "GET /a HTTP/1.2|Host: x||", "200 OK", "GET /a"),
                lives("pipelined requests are answered in order", "GET /1 HTTP/1.1|Host: x||",
                        "GET /1", "GET /last"));
    }

    static Stream<Case> targets() {
        return Stream.of(
                target("characters that want encoding", "/a{}[]^\\\"><`'", null),
                target("the same in a query", "/a", "q={}[]^\\\"><`'|"),
                target("percent codes stay", "/a%20b%2F%c3%a9", "x=%20%26"),
                target("bad percent codes stay", "/%zz%", "%4&%"),
                target("raw UTF-8", "/\u00c3\u00a9", "n=\u00e2\u0082\u00ac"),
                target("invalid UTF-8", "/\u00ff\u00fe", "\u0080"),
                target("empty query", "/a", ""),
                target("question marks in a query", "/a", "b?c?d"),
                target("dots and double slashes stay", "//a/../b/./c", null),
                lives("absolute form", "GET http://y:80/a?b HTTP/1.1|Host: x||", "GET /a [b]"),
                lives("absolute form names the host", "GET http://y:80/fields HTTP/1.1|Host: x||",
                        "host: y:80"),
                lives("absolute form without path", "GET HTTP://y?b HTTP/1.1|Host: x||",
                        "GET / [b]"));
    }

    static Stream<Case> refusedHeads() {
        return Stream.of(
                refused(400, 1, "blank in the target", "GET /a b HTTP/1.1|Host: x||"),
                refused(400, 1, "tab in the target", "GET /a\tb HTTP/1.1|Host: x||"),
                refused(400, 1, "NUL in the target", "GET /a\0b HTTP/1.1|Host: x||"),
                refused(400, 1, "bare CR in the target", "GET /a\rb HTTP/1.1|Host: x||"),
                refused(400, 1, "no target", "GET HTTP/1.1|Host: x||"),
                refused(400, 1, "two blanks", "GET  /a HTTP/1.1|Host: x||"),
                refused(400, 1, "no version", "GET /a|Host: x||"),
                refused(400, 1, "blank behind the version", "GET /a HTTP/1.1 |Host: x||"),
                refused(400, 1, "lower-case version", "GET /a http/1.1|Host: x||"),
                refused(400, 1, "long version", "GET /a HTTP/1.10|Host: x||"),
                refused(400, 1, "relative target", "GET a HTTP/1.1|Host: x||"),
                refused(400, 1, "star for GET", "GET * HTTP/1.1|Host: x||"),
                refused(400, 1, "LF ends the request line", "GET /a HTTP/1.1\nHost: x||"),
                refused(400, 1, "method with other characters", "G(T /a HTTP/1.1|Host: x||"),
                refused(400, 1, "blank before the method", " GET /a HTTP/1.1|Host: x||"),
                refused(400, 1, "TLS to a plain port", "\u0016\u0003\u0001\0\u00a5\u0001\0|"),
                refused(400, 1, "empty lines only", "||||||||"),
                refused(501, 12, "CONNECT", "CONNECT y:443 HTTP/1.1|Host: y||"),
                refused(501, 12, "an endless method", "G".repeat(50) + " / HTTP/1.1|Host: x||"),
                refused(505, 13, "HTTP/2 in a request", "GET /a HTTP/2.0|Host: x||"),
                refused(505, 13, "HTTP/0.9", "GET /a HTTP/0.9|Host: x||"),
                refused(400, 2, "folded line", "GET /a HTTP/1.1|Host: x|A: b| c||"),
                refused(400, 2, "folded by tab", "GET /a HTTP/1.1|Host: x|A: b|\tc||"),
                refused(400, 2, "blank before the first field", "GET /a HTTP/1.1| Host: x||"),
                refused(400, 2, "blank before the colon", "GET /a HTTP/1.1|Host : x||"),
                refused(400, 2, "no colon", "GET /a HTTP/1.1|Host: x|Abc||"),
                refused(400, 2, "no name", "GET /a HTTP/1.1|Host: x|: b||"),
                refused(400, 2, "name with other characters", "GET /a HTTP/1.1|Host: x|A(: b||"),
                refused(400, 2, "NUL in a value", "GET /a HTTP/1.1|Host: x|A: b\0c||"),
                refused(400, 2, "bare CR in a value", "GET /a HTTP/1.1|Host: x|A: b\rc||"),
                refused(400, 2, "bare CR before a name", "GET /a HTTP/1.1|Host: x|\rA: b||"),
                refused(400, 2, "LF ends a field", "GET /a HTTP/1.1|Host: x\nA: b||"),
                refused(400, 2, "LF ends the head", "GET /a HTTP/1.1|Host: x|\n"),
                refused(400, 3, "no Host", "GET /a HTTP/1.1||"),
                refused(400, 3, "two Hosts", "GET /a HTTP/1.1|Host: x|Host: x||"),
                refused(400, 3, "blank in Host", "GET /a HTTP/1.1|Host: x y||"),
                refused(400, 3, "path in Host", "GET /a HTTP/1.1|Host: x/y||"),
                refused(400, 3, "user in an absolute target",
                        "GET http://u@y/ HTTP/1.1|Host: y||"));
    }

    static Stream<Case> refusedFraming() {
        return Stream.of(
                framing("two lengths", "Content-Length: 5|Content-Length: 6"),
                framing("the same length twice", "Content-Length: 5|Content-Length: 5"),
                framing("a list of lengths", "Content-Length: 5, 5"),
                framing("negative length", "Content-Length: -5"),
                framing("signed length", "Content-Length: +5"),
                framing("hexadecimal length", "Content-Length: 0x5"),
                framing("fraction", "Content-Length: 5.0"),
                framing("blank within", "Content-Length: 5 5"),
                framing("empty length", "Content-Length:"),
                framing("overflowing length", "Content-Length: 18446744073709551621"),
                framing("other digits", "Content-Length: \u00b2"),
                framing("length and chunked", "Content-Length: 5|Transfer-Encoding: chunked"),
                framing("chunked and length", "Transfer-Encoding: chunked|Content-Length: 5"),
                framing("xchunked", "Transfer-Encoding: xchunked"),
                framing("chunked twice", "Transfer-Encoding: chunked, chunked"),
                framing("chunked in two fields",
                        "Transfer-Encoding: chunked|Transfer-Encoding: chunked"),
                framing("identity", "Transfer-Encoding: identity"),
                framing("chunked not last", "Transfer-Encoding: chunked, gzip"),
                framing("empty coding", "Transfer-Encoding:"),
                framing("quoted coding", "Transfer-Encoding: \"chunked\""),
                framing("vertical tab is no blank", "Transfer-Encoding: x chunked"),
                refused(400, 2, "vertical tab in the coding",
                        "POST /a HTTP/1.1|Host: x|Transfer-Encoding: \u000bchunked||"),
                refused(400, 4, "chunked in HTTP/1.0",
                        "POST /a HTTP/1.0|Transfer-Encoding: chunked||0||"),
                refused(501, 12, "gzip, then chunked",
                        "POST /a HTTP/1.1|Host: x|Transfer-Encoding: gzip, chunked||0||"));
    }

    static Stream<Case> chunks() {
        return Stream.of(
                chunked("one chunk", "5|hello|0||", "POST /a hello"),
                chunked("several", "2|he|3|llo|0||", "POST /a hello"),
                chunked("upper and lower digits, leading zeros", "00A|0123456789|a|0123456789|0||",
                        "POST /a 01234567890123456789"),
                chunked("extensions", "5;a=b;c=\"d e\"|hello|0;x||", "POST /a hello"),
                chunked("trailers", "5|hello|0|A: b|C: d||", "POST /a hello"),
                chunked("none", "0||", "POST /a"),
                chunked("line ends within data", "4|\r\n\r\n|0||", "POST /a \r\n\r\n"),
                lives("coding in capitals",
                        "POST /a HTTP/1.1|Host: x|TRANSFER-ENCODING: CHUNKED||1|h|0||",
                        "POST /a h"),
                badChunk("negative size", "-5|hello|0||"),
                badChunk("prefix", "0x5|hello|0||"),
                badChunk("overflow", "fffffffffffffffff|hello|0||"),
                badChunk("overflow to a small number", "10000000000000005|hello|0||"),
                badChunk("blank before", " 5|hello|0||"),
                badChunk("blank behind", "5 |hello|0||"),
                badChunk("blank before the extension", "5 ;a|hello|0||"),
                badChunk("no size", "|hello|0||"),
                badChunk("no hexadecimal", "g|hello|0||"),
                badChunk("underscore", "0_5|hello|0||"),
                badChunk("LF behind the size", "5\nhello|0||"),
                badChunk("CR in the extension", "5;a\rb|hello|0||"),
                badChunk("NUL in the extension", "5;a\0b|hello|0||"),
                badChunk("data longer than said", "4|hello|0||"),
                badChunk("LF behind the data", "5|hello\n0||"),
                badChunk("malformed trailer", "0|A b||"),
                badChunk("folded trailer", "0|A: b| c||"),
                badChunk("endless extension", "5;" + "a".repeat(2000) + "|hello|0||"),
                badChunk("endless trailers", "0|" + "A: bcdefgh|".repeat(100) + "|"));
    }

    static Stream<Case> limits() {
        String fields = "A: " + "b".repeat(90) + "|";
        return Stream.of(
                lives("line at the limit",
                        "GET /" + "a".repeat(LINE_MAX - 14) + " HTTP/1.1|Host: x||", "200 OK"),
                refused(414, 10, "line over the limit",
                        "GET /" + "a".repeat(LINE_MAX - 13) + " HTTP/1.1|Host: x||"),
                refused(414, 10, "line without end", "GET /" + "a".repeat(5 * LINE_MAX)),
                lives("headers within the limit",
                        "GET /a HTTP/1.1|Host: x|" + fields.repeat(7) + "|", "200 OK"),
                refused(431, 11, "headers over the limit",
                        "GET /a HTTP/1.1|Host: x|" + fields.repeat(8) + "|"),
                refused(431, 11, "one header over the limit",
                        "GET /a HTTP/1.1|Host: x|A: " + "b".repeat(HEADERS_MAX) + "||"),
                lives("body at the limit", "POST /a HTTP/1.1|Host: x|Content-Length: 1000||"
                        + "b".repeat(1000), "200 OK"),
                refused(413, 9, "declared body over the limit",
                        "POST /a HTTP/1.1|Host: x|Content-Length: 1001||" + "b".repeat(1001)),
                refused(413, 9, "declared body far over the limit",
                        "POST /a HTTP/1.1|Host: x|Content-Length: 999999999999999999||"),
                ends("chunked body over the limit",
                        "POST /a HTTP/1.1|Host: x|Transfer-Encoding: chunked||200|"
                        + "b".repeat(512) + "|200|" + "b".repeat(512) + "|0||",
                        "413 Request Entity Too Large", "LOAM-HTTP-009 at the body"));
    }

    private static String octets(String sent) {
        return sent.replace("|", "\r\n").replace(BAR, '|');
    }

    private static Case lives(String name, String sent, String... expected) {
        return new Case(name, sent, true, expected);
    }

    private static Case ends(String name, String sent, String... expected) {
        return new Case(name, sent, false, expected);
    }

    private static Case target(String name, String path, String query) {
        String target = path + (query == null ? "" : "?" + query);
        String echoed = "GET " + path + (query == null ? "" : " [" + query + "]");
        return new Case(name, "GET " + target.replace('|', BAR) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                true, "200 OK", echoed);
    }

    private static Case refused(int status, int code, String name, String sent) {
        return ends(name, sent, "HTTP/1.1 " + status + " ",
                "Content-Type: application/json; charset=utf-8", "Connection: close",
                String.format("{\"code\":\"LOAM-HTTP-%03d\",\"message\":\"", code),
                "\",\"details\":null,\"hint\":");
    }

    private static Case framing(String name, String fields) {
        return refused(400, 4, name, "POST /a HTTP/1.1|Host: x|" + fields + "||hello");
    }

    private static Case chunked(String name, String body, String echoed) {
        return lives(name, "POST /a HTTP/1.1|Host: x|Transfer-Encoding: chunked||" + body,
                "200 OK", "\r\n\r\n" + echoed + "HTTP/1.1");
    }

    private static Case badChunk(String name, String body) {
        return ends(name, "POST /a HTTP/1.1|Host: x|Transfer-Encoding: chunked||" + body,
                "400 Bad Request", "Connection: close", "LOAM-HTTP-005 at the body");
    }
}
