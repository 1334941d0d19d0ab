package dev.loam.modules.auth.guard;

import dev.loam.base.config.Secret;
import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.modules.auth.config.CaptchaConfig;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Reply;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks hCaptcha or Cloudflare Turnstile whether a token is a proof.
///
/// While the service does not answer, nobody gets in: a check that opens when it is attacked is
/// none.
/// Source: documentation of hCaptcha and of Turnstile, "siteverify".
public final class CaptchaService implements Captcha {
    private static final Logger LOG = LoggerFactory.getLogger(CaptchaService.class);
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final int TOKEN_CHARACTERS_MAX = 8_192;
    private static final int REASONS_MAX = 5;
    private static final Headers FORM =
            Headers.of("Content-Type", "application/x-www-form-urlencoded");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Outbound outbound;
    private final Clock clock;
    private final URI service;
    private final Secret secret;

    CaptchaService(URI service, Secret secret, Outbound outbound, Clock clock) {
        this.service = service;
        this.secret = secret;
        this.outbound = outbound;
        this.clock = clock;
    }

    /// The one that the settings name, or none. A name that is not known, or a secret that is
    /// missing, is an [IllegalArgumentException].
    public static Captcha of(CaptchaConfig config, Outbound outbound, Clock clock) {
        if (config.provider() == null) {
            return NONE;
        }
        if (config.secret() == null || config.secret().value().isEmpty()) {
            throw new IllegalArgumentException("captcha: " + config.provider()
                    + " needs its secret");
        }
        var service = switch (config.provider()) {
            case "hcaptcha" -> "https://api.hcaptcha.com/siteverify";
            case "turnstile" -> "https://challenges.cloudflare.com/turnstile/v0/siteverify";
            default -> throw new IllegalArgumentException("captcha: the provider is hcaptcha or"
                    + " turnstile, not " + config.provider());
        };
        return new CaptchaService(URI.create(service), config.secret(), outbound, clock);
    }

    @Override
    public void check(String token, String address) {
        if (token == null || token.isBlank()) {
            throw refusal("no captcha_token found in request");
        }
        if (token.length() > TOKEN_CHARACTERS_MAX) {
            throw refusal("invalid-input-response");
        }
        var answer = read(ask(token, address));
        if (!answer.path("success").asBoolean(false)) {
            var reasons = reasons(answer);
            if (reasons.contains("-secret")) {
                LOG.warn("the captcha service refuses the secret that is configured: {}", reasons);
            }
            throw refusal(reasons);
        }
    }

    private Reply ask(String token, String address) {
        var form = "secret=" + encode(secret.value()) + "&response=" + encode(token)
                + "&remoteip=" + encode(address);
        try {
            return outbound.call(
                    Call.post(service, FORM, form.getBytes(StandardCharsets.UTF_8)),
                    Deadline.after(WAIT_MAX, clock.nanos()));
        } catch (Unreachable unreachable) {
            LOG.warn("the captcha service cannot be asked: {}", unreachable.getMessage());
            throw refusal("the captcha service cannot be asked now");
        }
    }

    private static JsonNode read(Reply reply) {
        try {
            return JSON.readTree(reply.body());
        } catch (JacksonException noJson) {
            LOG.warn("the captcha service answered {} without JSON", reply.status());
            throw refusal("the captcha service cannot be asked now");
        }
    }

    /// The service's own codes, such as `timeout-or-duplicate`; whatever is no code is left out.
    private static String reasons(JsonNode answer) {
        var reasons = new ArrayList<String>();
        for (var code : answer.path("error-codes")) {
            if (code.isString() && code.asString().matches("[a-z0-9_-]{1,64}")
                    && reasons.size() < REASONS_MAX) {
                reasons.add(code.asString());
            }
        }
        return reasons.isEmpty() ? "not confirmed" : String.join(", ", reasons);
    }

    private static Refusal refusal(String reason) {
        return AuthCode.CAPTCHA_FAILED.refusal(
                AuthCode.CAPTCHA_FAILED.message() + " (" + reason + ")");
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
