package dev.loam.modules.auth.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.config.Secret;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.HandClock;
import dev.loam.modules.auth.config.CaptchaConfig;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.web.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptchaServiceTest {
    private final List<Call> calls = new ArrayList<>();

    private Captcha answering(String provider, String body) {
        return over(provider, (call, _) -> {
            calls.add(call);
            return new Reply(200, Headers.NONE, body.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static Captcha over(String provider, Outbound outbound) {
        return CaptchaService.of(new CaptchaConfig(provider, new Secret("s&cret")), outbound,
                new HandClock());
    }

    private static void refused(Captcha captcha, String token, String reason) {
        var failure = catchThrowableOfType(Refusal.class, () -> captcha.check(token, "192.0.2.1"))
                .failure();
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.code()).isEqualTo("captcha_failed");
        assertThat(failure.message())
                .isEqualTo("captcha protection: request disallowed (" + reason + ")");
    }

    @Test
    void a_token_that_the_service_confirms_passes() {
        assertThatCode(() -> answering("turnstile", "{\"success\":true}")
                .check("to=ken", "2001:db8::1")).doesNotThrowAnyException();
        var call = calls.getFirst();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.address())
                .hasToString("https://challenges.cloudflare.com/turnstile/v0/siteverify");
        assertThat(call.headers().first("Content-Type"))
                .isEqualTo("application/x-www-form-urlencoded");
        assertThat(new String(call.body(), StandardCharsets.UTF_8))
                .isEqualTo("secret=s%26cret&response=to%3Dken&remoteip=2001%3Adb8%3A%3A1");
    }

    @Test
    void a_token_that_is_missing_or_huge_is_refused_unasked() {
        var captcha = answering("hcaptcha", "{\"success\":true}");
        refused(captcha, null, "no captcha_token found in request");
        refused(captcha, " ", "no captcha_token found in request");
        refused(captcha, "x".repeat(10_000), "invalid-input-response");
        assertThat(calls).isEmpty();
    }

    @Test
    void the_services_codes_are_the_reason_and_nothing_else_of_its_answer() {
        refused(answering("hcaptcha", "{\"success\":false,\"error-codes\":["
                + "\"timeout-or-duplicate\",\"<b>\",7,\"bad-request\"]}"), "token",
                "timeout-or-duplicate, bad-request");
        refused(answering("hcaptcha", "{}"), "token", "not confirmed");
        assertThat(calls.getFirst().address()).hasToString("https://api.hcaptcha.com/siteverify");
    }

    @Test
    void without_an_answer_nobody_gets_in() {
        refused(answering("hcaptcha", "<html>"), "token",
                "the captcha service cannot be asked now");
        refused(over("hcaptcha", (_, _) -> {
            throw new Unreachable("api.hcaptcha.com: no connection");
        }), "token", "the captcha service cannot be asked now");
    }

    @Test
    void none_is_asked_where_none_is_configured_and_a_wrong_one_is_named() {
        var none = CaptchaService.of(CaptchaConfig.NONE, null, null);
        assertThatCode(() -> none.check(null, "192.0.2.1")).doesNotThrowAnyException();
        assertThatThrownBy(() -> over("recaptcha", null))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("recaptcha");
        assertThatThrownBy(() -> CaptchaService.of(new CaptchaConfig("hcaptcha", null), null, null))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("secret");
    }
}
