package dev.loam.kernel.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutBodyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "bytes=0-3       | 206 | 0123       | bytes 0-3/10",
            "bytes=8-        | 206 | 89         | bytes 8-9/10",
            "bytes=8-100     | 206 | 89         | bytes 8-9/10",
            "bytes=-3        | 206 | 789        | bytes 7-9/10",
            "bytes=-30       | 206 | 0123456789 | bytes 0-9/10",
            "Bytes=9-9       | 206 | 9          | bytes 9-9/10",
            "bytes=10-       | 416 | ''         | bytes */10",
            "bytes=-0        | 416 | ''         | bytes */10",
            "bytes=3-1       | 200 | 0123456789 | -",
            "bytes=-         | 200 | 0123456789 | -",
            "bytes=          | 200 | 0123456789 | -",
            "bytes=0-1,3-4   | 200 | 0123456789 | -",
            "bytes=a-b       | 200 | 0123456789 | -",
            "bytes=0-99999999999999999999 | 200 | 0123456789 | -",
            "0-3             | 200 | 0123456789 | -",
            "items=0-3       | 200 | 0123456789 | -",
    })
    void a_range_of_bytes_is_cut_out(String range, int status, String body, String content) {
        var response = (HttpResponse.Full) cut("GET", "\"a\"", "Range", range);
        assertThat(response.status()).isEqualTo(status);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(response.headers().first("Content-Range")).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "\"a\"  | 206", "\"b\" | 200", "W/\"a\" | 200", "\"a-gzip\" | 200",
            "Sun, 29 Nov 2026 07:00:00 GMT | 200",
    })
    void a_part_is_sent_only_of_the_answer_that_is_meant(String condition, int status) {
        assertThat(cut("GET", "\"a\"", "Range", "bytes=0-3", "If-Range", condition).status())
                .isEqualTo(status);
    }

    @Test
    void only_what_was_got_whole_is_cut() {
        assertThat(cut("POST", "\"a\"", "Range", "bytes=0-3").status()).isEqualTo(200);
        assertThat(cut("GET", "\"a\"").status()).isEqualTo(200);
    }

    private static HttpResponse cut(String method, String tag, String... headers) {
        var request = new HttpRequest(method, "/", null, Headers.of(headers), Body.EMPTY,
                LocalPeer.ANY, false);
        return new CutBody().handle(Exchange.of(request, "/"), _ -> HttpResponse.Full.of(200,
                Headers.of("Content-Type", "text/plain", "ETag", tag),
                "0123456789".getBytes(StandardCharsets.UTF_8)));
    }
}
