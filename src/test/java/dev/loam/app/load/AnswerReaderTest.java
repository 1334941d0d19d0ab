package dev.loam.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {
    private final AnswerReader reader = new AnswerReader();

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK|Content-Length: 5||hello', 200, false",
        "'HTTP/1.1 200 OK|content-length:0||', 200, false",
        "'HTTP/1.1 204 No Content||', 204, false",
        "'HTTP/1.1 304 Not Modified|Content-Length: 5||', 304, false",
        "'HTTP/1.1 503 Busy|CONNECTION: Close|Content-Length: 1||x', 503, true",
        "'HTTP/1.0 200 OK|Content-Length: 1||x', 200, true",
        "'HTTP/1.0 200 OK|Connection: keep-alive|Content-Length: 1||x', 200, false",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||5;a=b|hello|A|0123456789|0||', 200, false",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||1|x|0|Trailer: y||', 200, false",
        "'HTTP/1.1 100 Continue||HTTP/1.1 201 Created|Content-Length: 0||', 201, false",
    })
    void an_answer_ends_where_it_says_in_whatever_pieces_it_comes(
            String lines, int status, boolean closes) throws IOException {
        byte[] bytes = wire(lines);
        for (int piece = 1; piece <= bytes.length; piece++) {
            reader.begin(false);
            boolean done = false;
            for (int at = 0; at < bytes.length; at += piece) {
                assertThat(done).as("done before the end, pieces of %d", piece).isFalse();
                done = take(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
            }
            assertThat(done).as("pieces of %d", piece).isTrue();
            assertThat(reader.status()).isEqualTo(status);
            assertThat(reader.closes()).isEqualTo(closes);
        }
    }

    @Test
    void the_answer_to_head_has_no_body() throws IOException {
        reader.begin(true);
        assertThat(take(wire("HTTP/1.1 200 OK|Content-Length: 5||"))).isTrue();
    }

    @Test
    void without_a_length_the_end_of_the_connection_is_the_end() throws IOException {
        reader.begin(false);
        assertThat(take(wire("HTTP/1.1 200 OK||hello"))).isFalse();
        assertThat(reader.takeEnd()).isTrue();

        reader.begin(false);
        assertThat(take(wire("HTTP/1.1 200 OK|Content-Length: 6||hello"))).isFalse();
        assertThat(reader.takeEnd()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'SSH-2.0-OpenSSH|', not an HTTP answer",
        "'HTTP/1.1 2x0 OK|', not an HTTP answer",
        "'HTTP/1.1 200 OK|Content-Length: -1|', not a length",
        "'HTTP/1.1 200 OK|Content-Length: 1||xy', bytes follow",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz|', not a length",
    })
    void what_is_no_answer_is_refused(String lines, String why) {
        reader.begin(false);
        assertThatThrownBy(() -> take(wire(lines)))
                .isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    private boolean take(byte[] bytes) throws IOException {
        return reader.take(bytes, bytes.length);
    }

    /// `|` is the end of a line.
    private static byte[] wire(String lines) {
        return lines.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
