package dev.loam.modules.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;

class TotpTest {
    /// Of RFC 6238, appendix B, and RFC 4226, appendix D.
    private static final Totp RFC = Totp.of(new Base32().encodeAsString(
            "12345678901234567890".getBytes(StandardCharsets.US_ASCII)));

    @Test
    void codes_are_those_of_the_rfc() {
        // The RFC prints eight digits; six are the last ones of them.
        Map.of(59L, "287082", 1111111109L, "081804", 1111111111L, "050471", 1234567890L, "005924",
                2000000000L, "279037", 20000000000L, "353130").forEach((second, code) ->
                assertThat(RFC.code(Totp.step(Instant.ofEpochSecond(second)))).isEqualTo(code));
    }

    @Test
    void a_code_counts_one_step_early_and_one_late() {
        var now = Instant.ofEpochSecond(1234567890L);
        long step = Totp.step(now);
        for (long off = -1; off <= 1; off++) {
            assertThat(RFC.stepOf(RFC.code(step + off), now)).hasValue(step + off);
        }
        assertThat(RFC.stepOf(RFC.code(step - 2), now)).isEmpty();
        assertThat(RFC.stepOf(RFC.code(step + 2), now)).isEmpty();
    }

    @Test
    void what_is_no_code_is_wrong() {
        var now = Instant.ofEpochSecond(59);
        for (var wrong : new String[] {"", "287083", "2870820", "28708", "二八七〇八二"}) {
            assertThat(RFC.stepOf(wrong, now)).isEmpty();
        }
    }

    @Test
    void a_secret_is_read_as_it_is_written() {
        var totp = Totp.random(bytes -> bytes[0] = 42);
        assertThat(totp.secret()).hasSize(32).matches("[A-Z2-7]+");
        assertThat(Totp.of(totp.secret()).code(1)).isEqualTo(totp.code(1));
        assertThat(Totp.of(totp.secret().toLowerCase()).code(1)).isEqualTo(totp.code(1));
    }

    @Test
    void the_address_for_apps_is_encoded() {
        assertThat(KeyUri.totp("My App & Co", "ann+x@example.org", "ABC")).isEqualTo(
                "otpauth://totp/My%20App%20%26%20Co:ann%2Bx%40example.org?algorithm=SHA1&digits=6"
                        + "&issuer=My%20App%20%26%20Co&period=30&secret=ABC");
    }
}
