package dev.loam.kernel.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.LocalPeer;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SecureHeadersTest {
    private final SecureHeaders stage = new SecureHeaders(new SecureConfig(
            Duration.ofDays(365), true, "object-src 'none'", "DENY", null));

    @Test
    void data_get_one_field_and_pages_all_that_are_set() {
        assertThat(fields(false, "Content-Type", "application/json")).hasToString("""
                content-type: application/json
                x-content-type-options: nosniff
                """);
        assertThat(fields(false, "Content-Type", "Text/HTML; charset=utf-8")).hasToString("""
                content-type: Text/HTML; charset=utf-8
                x-content-type-options: nosniff
                content-security-policy: object-src 'none'
                x-frame-options: DENY
                """);
    }

    @Test
    void tls_is_kept_to_where_it_was_used() {
        assertThat(fields(true).first("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000; includeSubDomains");
        assertThat(fields(false).contains("Strict-Transport-Security")).isFalse();
    }

    @Test
    void the_fields_of_an_answer_win() {
        assertThat(fields(true, "Content-Type", "text/html", "X-Frame-Options", "SAMEORIGIN",
                "Content-Security-Policy", "default-src 'none'", "X-Content-Type-Options", "x",
                "Strict-Transport-Security", "max-age=0")).hasToString("""
                content-type: text/html
                x-frame-options: SAMEORIGIN
                content-security-policy: default-src 'none'
                x-content-type-options: x
                strict-transport-security: max-age=0
                """);
    }

    private Headers fields(boolean secure, String... own) {
        var request = new HttpRequest("GET", "/", null, Headers.NONE, Body.EMPTY, LocalPeer.ANY,
                secure);
        return stage.handle(Exchange.of(request, "/"), _ -> HttpResponse.Full.of(
                200, Headers.of(own), new byte[0])).headers();
    }
}
