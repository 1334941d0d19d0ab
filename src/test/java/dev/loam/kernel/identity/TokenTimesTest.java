package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.failure.Refusal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTimesTest {
    private static final int CACHE = 100;

    private final HandClock clock = new HandClock();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"exp\":NOON}                     | ok",
            "{\"exp\":NOON-30}                  | ok",
            "{\"exp\":NOON-30.5}                | JWT expired",
            "{\"exp\":NOON-31}                  | JWT expired",
            "{\"exp\":0}                        | JWT expired",
            "{\"exp\":-1e400000000}             | JWT expired",
            "{\"exp\":1e400000000}              | ok",
            "{\"exp\":1e-400000000}             | JWT expired",
            "{\"exp\":99999999999999999999999}  | ok",
            "{\"exp\":null}                     | ok",
            "{\"exp\":\"soon\"}                 | The JWT 'exp' claim must be a number",
            "{\"exp\":\"9999999999\"}           | The JWT 'exp' claim must be a number",
            "{\"exp\":true}                     | The JWT 'exp' claim must be a number",
            "{\"exp\":[NOON]}                   | The JWT 'exp' claim must be a number",
            "{\"exp\":{}}                       | The JWT 'exp' claim must be a number",
            "{\"nbf\":NOON+30}                  | ok",
            "{\"nbf\":NOON+31}                  | JWT not yet valid",
            "{\"nbf\":1e400000000}              | JWT not yet valid",
            "{\"nbf\":\"x\"}                    | The JWT 'nbf' claim must be a number",
            "{\"iat\":NOON+30}                  | ok",
            "{\"iat\":NOON+31}                  | JWT issued at future",
            "{\"iat\":-5}                       | ok",
            "{\"iat\":[]}                       | The JWT 'iat' claim must be a number",
            "{\"exp\":NOON-60,\"nbf\":NOON+60}  | JWT expired",
            "{\"exp\":NaN}                      | Parsing claims failed",
            "{\"exp\":Infinity}                 | Parsing claims failed",
            "{\"exp\":0x10}                     | Parsing claims failed",
            "{\"exp\":NOON,\"exp\":NOON-99}     | Parsing claims failed",
            "{\"role\":\"a\",\"role\":\"b\"}    | Parsing claims failed",
            "{\"role\":\"a\",\"r\\u006fle\":\"b\"} | Parsing claims failed",
            "[]                                 | Parsing claims failed",
            "\"text\"                           | Parsing claims failed",
            "{} {}                              | Parsing claims failed",
            "{\"a\":1                           | Parsing claims failed",
            "``                                 | Parsing claims failed",
    })
    void times_are_checked_with_thirty_seconds_of_skew(String payload, String outcome) {
        var verifier = new TokenVerifier(Tokens.config(Tokens.SECRET, "anon", 0), clock);

        assertThat(outcome(verifier, Tokens.hs256(timed(payload)))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}                          | ok",
            "{\"aud\":null}              | ok",
            "{\"aud\":[]}                | ok",
            "{\"aud\":\"us\"}            | ok",
            "{\"aud\":[\"them\",\"us\"]} | ok",
            "{\"aud\":\"them\"}          | JWT not in audience",
            "{\"aud\":\"\"}              | JWT not in audience",
            "{\"aud\":\"US\"}            | JWT not in audience",
            "{\"aud\":[\"them\"]}        | JWT not in audience",
            "{\"aud\":7}      | The JWT 'aud' claim must be a string or an array of strings",
            "{\"aud\":{}}     | The JWT 'aud' claim must be a string or an array of strings",
            "{\"aud\":[\"us\",7]} | The JWT 'aud' claim must be a string or an array of strings",
    })
    void the_audience_is_checked_when_one_is_configured(String payload, String outcome) {
        var verifier = new TokenVerifier(Tokens.config(Tokens.SECRET, "us", "$.role"), clock);

        assertThat(outcome(verifier, Tokens.hs256(payload))).isEqualTo(outcome);
    }

    @Test
    void any_audience_will_do_when_none_is_configured() {
        var verifier = new TokenVerifier(Tokens.config(Tokens.SECRET), clock);

        assertThat(outcome(verifier, Tokens.hs256("{\"aud\":\"them\"}"))).isEqualTo("ok");
        assertThat(outcome(verifier, Tokens.hs256("{\"aud\":[]}"))).isEqualTo("ok");
        assertThat(outcome(verifier, Tokens.hs256("{\"aud\":7}")))
                .isEqualTo("The JWT 'aud' claim must be a string or an array of strings");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, CACHE})
    void a_token_ends_at_its_time_whether_remembered_or_not(int cacheEntriesMax) {
        var verifier = new TokenVerifier(
                Tokens.config(Tokens.SECRET, "anon", cacheEntriesMax), clock);
        var token = Tokens.hs256(timed("{\"role\":\"x\",\"exp\":NOON+60}"));

        assertThat(outcome(verifier, token)).isEqualTo("ok");
        clock.advance(Duration.ofSeconds(90));
        assertThat(outcome(verifier, token)).isEqualTo("ok");
        clock.advance(Duration.ofMillis(1));
        assertThat(outcome(verifier, token)).isEqualTo("JWT expired");
        assertThat(outcome(verifier, token)).isEqualTo("JWT expired");
    }

    @Test
    void a_remembered_token_gives_the_same_caller_without_new_work() {
        var remembering = new TokenVerifier(Tokens.config(Tokens.SECRET), clock);
        var forgetting = new TokenVerifier(Tokens.config(Tokens.SECRET, "anon", 0), clock);
        var header = "Bearer " + Tokens.hs256("{\"role\":\"x\"}");

        assertThat(remembering.verify(header, null)).isSameAs(remembering.verify(header, null));
        assertThat(forgetting.verify(header, null)).isNotSameAs(forgetting.verify(header, null));
    }

    @Test
    void more_tokens_than_are_remembered_still_pass() {
        var verifier = new TokenVerifier(Tokens.config(Tokens.SECRET, "anon", 5), clock);

        for (int i = 0; i < 200; i++) {
            var token = Tokens.hs256("{\"role\":\"r" + i % 50 + "\"}");
            assertThat(verifier.verify("Bearer " + token, null).role()).isEqualTo("r" + i % 50);
        }
    }

    @Test
    void a_refused_token_passes_once_its_time_has_come() {
        var verifier = new TokenVerifier(Tokens.config(Tokens.SECRET), clock);
        var token = Tokens.hs256(timed("{\"nbf\":NOON+60}"));

        assertThat(outcome(verifier, token)).isEqualTo("JWT not yet valid");
        clock.advance(Duration.ofSeconds(30));
        assertThat(outcome(verifier, token)).isEqualTo("ok");
    }

    @Test
    void claims_nested_too_deeply_are_refused() {
        var verifier = new TokenVerifier(Tokens.config(Tokens.SECRET), clock);
        var payload = "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        assertThat(outcome(verifier, Tokens.hs256(payload))).isEqualTo("Parsing claims failed");
    }

    @Test
    void a_number_of_many_digits_is_refused() {
        var verifier = new TokenVerifier(Tokens.config(Tokens.SECRET), clock);

        assertThat(outcome(verifier, Tokens.hs256("{\"exp\":" + "9".repeat(10_000) + "}")))
                .isEqualTo("Parsing claims failed");
    }

    private static String timed(String payload) {
        var pattern = Pattern.compile("NOON([+-][0-9.]+)?");
        return pattern.matcher(payload).replaceAll(match -> new BigDecimal(Tokens.NOON)
                .add(new BigDecimal(match.group(1) == null ? "0" : match.group(1)))
                .toPlainString());
    }

    private static String outcome(TokenVerifier verifier, String token) {
        try {
            verifier.verify("Bearer " + token, null);
            return "ok";
        } catch (Refusal refusal) {
            assertThat(refusal.failure().code()).isEqualTo("PGRST303");
            assertThat(refusal.failure().status()).isEqualTo(401);
            return refusal.failure().message();
        }
    }
}
