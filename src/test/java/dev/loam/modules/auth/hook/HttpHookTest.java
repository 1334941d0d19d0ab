package dev.loam.modules.auth.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loam.adapters.httpclient.JdkOutbound;
import dev.loam.base.config.Secret;
import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.HandClock;
import dev.loam.modules.auth.config.HookConfig;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Unreachable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Hooks that are endpoints, on a server of this machine.
class HttpHookTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final UUID ADA = UUID.fromString("8484b834-f29e-4af2-bf42-80644d154f76");
    private static final String KEY = "c2VjcmV0IG9mIDMyIGJ5dGVzIGZvciBhIHRlc3QgaG9vaw==";
    private static final String NEXT_KEY = "YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMgZm9yIGhvb2s=";

    /// What came in.
    private record Asked(String id, String timestamp, String signature, String body) {
    }

    /// What goes out. `retryAfter` and `type` are null for none.
    private record Answer(int status, String type, String retryAfter, String body) {
        static Answer json(int status, String body) {
            return new Answer(status, "application/json; charset=utf-8", null, body);
        }

        static Answer busy(String retryAfter) {
            return new Answer(503, null, retryAfter, "");
        }
    }

    private final HandClock clock = new HandClock();
    private final List<Asked> asked = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer server;
    private JdkOutbound outbound;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::answer);
        server.start();
        outbound = new JdkOutbound(clock, false);
    }

    @AfterEach
    void stop() {
        outbound.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            asked.add(new Asked(headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"), headers.getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var answer = answers.pop();
            if (answer.type() != null) {
                exchange.getResponseHeaders().set("Content-Type", answer.type());
            }
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
            }
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Hooks hooks(String name) {
        return hooks(name, "http://127.0.0.1:" + server.getAddress().getPort() + "/hook",
                outbound, "v1,whsec_" + KEY, "v1,whsec_" + NEXT_KEY);
    }

    private Hooks hooks(String name, String uri, Outbound over, String... secrets) {
        var hook = new HookConfig.Hook(uri, List.of(secrets).stream().map(Secret::new).toList());
        return new Hooks(new HookConfig(Map.of(name, hook)), over, clock, pauses::add,
                new Tokens(new Random(3)::nextBytes));
    }

    private static Failure refused(ThrowingCallable call) {
        var refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).isNotNull();
        return refusal.failure();
    }

    private JsonNode payload() {
        return JSON.readTree(asked.getLast().body());
    }

    @Test
    void a_call_is_signed_with_every_secret() throws Exception {
        answers.add(Answer.json(200, "{}"));
        hooks("send_sms").sendSms(null, HookJson.object().put("phone", "49151"));
        var call = asked.getFirst();
        assertThat(call.timestamp())
                .isEqualTo(Long.toString(HandClock.NOON.getEpochSecond()));
        assertThat(UUID.fromString(call.id()).version()).isEqualTo(4);
        var content = call.id() + "." + call.timestamp() + "." + call.body();
        assertThat(call.signature())
                .isEqualTo("v1," + hmac(KEY, content) + " v1," + hmac(NEXT_KEY, content));
        assertThat(payload()).isEqualTo(JSON.readTree("{\"phone\":\"49151\"}"));
    }

    private static String hmac(String key, String content) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(
                mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_mail_is_told_as_it_is() {
        answers.add(new Answer(204, null, null, ""));
        hooks("send_email").sendEmail(null, HookJson.object().put("id", ADA.toString()));
        assertThat(payload()).isEqualTo(JSON.readTree(
                "{\"id\": \"8484b834-f29e-4af2-bf42-80644d154f76\"}"));
    }

    @Test
    void an_account_is_told_with_where_it_is_asked_from() {
        answers.add(Answer.json(202, ""));
        hooks("before_user_created").beforeUserCreated(
                null, HookJson.object().put("email", "ada@example.com"), "192.0.2.1");
        var metadata = payload().get("metadata");
        assertThat(metadata.get("name").asString()).isEqualTo("before-user-created");
        assertThat(metadata.get("ip_address").asString()).isEqualTo("192.0.2.1");
        assertThat(metadata.get("time").asString()).isEqualTo("2026-06-01T12:00:00Z");
        assertThat(UUID.fromString(metadata.get("uuid").asString())).isNotNull();
        assertThat(payload().path("user").path("email").asString()).isEqualTo("ada@example.com");
    }

    @Test
    void an_error_in_the_answer_refuses_in_the_hooks_words() {
        for (int status : new int[] {200, 400, 403}) {
            answers.add(Answer.json(status,
                    "{\"error\":{\"http_code\":403,\"message\":\"not from there\"}}"));
            var failure = refused(() -> hooks("before_user_created")
                    .beforeUserCreated(null, HookJson.object(), "192.0.2.1"));
            assertThat(failure.status()).isEqualTo(403);
            assertThat(failure.message()).isEqualTo("not from there");
        }
        answers.add(Answer.json(200, "{\"error\":{\"http_code\":500,\"message\":\"no\"}}"));
        assertThat(refused(() -> hooks("send_sms").sendSms(null, HookJson.object()))
                .status()).isEqualTo(422);
    }

    @Test
    void who_is_busy_for_a_short_time_is_asked_once_more_with_the_same_id() {
        answers.add(Answer.busy("1"));
        answers.add(Answer.json(200, "{}"));
        hooks("send_sms").sendSms(null, HookJson.object());
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
        assertThat(asked.getFirst().id()).isEqualTo(asked.getLast().id());
        answers.add(Answer.busy("2"));
        answers.add(Answer.busy("2"));
        assertThat(refused(() -> hooks("send_sms").sendSms(null, HookJson.object())).code())
                .isEqualTo("hook_timeout_after_retry");
        for (var retryAfter : new String[] {null, "3", "Wed, 21 Oct 2026 07:28:00 GMT"}) {
            answers.add(Answer.busy(retryAfter));
            assertThat(refused(() -> hooks("send_sms").sendSms(null, HookJson.object()))
                    .code()).isEqualTo("hook_timeout");
        }
    }

    @Test
    void answers_that_cannot_be_used_are_refused_by_their_kind() {
        record Case(Answer answer, int status, String code) {
        }
        var cases = List.of(
                new Case(new Answer(200, "text/html", null, "<p>"), 400,
                        "hook_payload_invalid_content_type"),
                new Case(Answer.json(200, "\"" + "x".repeat(300_000) + "\""), 422,
                        "hook_payload_over_size_limit"),
                new Case(Answer.json(200, "[]"), 500, "unexpected_failure"),
                new Case(Answer.json(200, "{"), 500, "unexpected_failure"),
                new Case(Answer.json(404, "{}"), 500, "unexpected_failure"),
                new Case(new Answer(403, "text/html", null, "no"), 500, "unexpected_failure"),
                new Case(new Answer(302, null, null, ""), 500, "unexpected_failure"),
                new Case(Answer.json(500, "{}"), 500, "unexpected_failure"));
        for (var each : cases) {
            answers.add(each.answer());
            var failure = refused(
                    () -> hooks("send_sms").sendSms(null, HookJson.object()));
            assertThat(failure.code()).as(each.toString()).isEqualTo(each.code());
            assertThat(failure.status()).as(each.toString()).isEqualTo(each.status());
        }
    }

    @Test
    void who_is_not_reached_is_a_timeout_and_no_address_is_told() {
        var failure = refused(() -> hooks("send_sms", "https://hooks.example/secret",
                (_, _) -> {
                    throw new Unreachable("hooks.example: no connection");
                }, "v1,whsec_" + KEY).sendSms(null, HookJson.object()));
        assertThat(failure.code()).isEqualTo("hook_timeout");
        assertThat(failure.message()).doesNotContain("example");
    }

    @Test
    void what_is_configured_wrongly_names_the_hook_and_no_secret() {
        record Case(String name, String uri, String... secrets) {
        }
        var right = "v1,whsec_" + KEY;
        var cases = List.of(
                new Case("send_fax", "https://hooks.example/", right),
                new Case("send_sms", "ftp://hooks.example/", right),
                new Case("send_sms", "http://hooks.example/", right),
                new Case("send_sms", "hooks.example", right),
                new Case("send_sms", "https://not an address", right),
                new Case("send_sms", "https://hooks.example/"),
                new Case("send_sms", "https://hooks.example/", "whsec_" + KEY),
                new Case("send_sms", "https://hooks.example/", right, "v1,whsec_c2hvcnQ="),
                new Case("send_sms", "https://hooks.example/", "v1,whsec_~~~~~~~~~~~~~"),
                new Case("send_sms", "pg-functions://postgres/public"),
                new Case("send_sms", "pg-functions://postgres/public/f\"; drop table x"),
                new Case("send_sms", "pg-functions://postgres/public/f/g"));
        for (var each : cases) {
            assertThatThrownBy(() -> hooks(each.name(), each.uri(), outbound, each.secrets()))
                    .as(each.uri()).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("hook " + each.name())
                    .message().doesNotContain(KEY).doesNotContain("~~~");
        }
    }

    @Test
    void a_hook_that_is_absent_has_no_objection() {
        var none = new Hooks(HookConfig.NONE, null, clock, null,
                new Tokens(new Random(3)::nextBytes));
        var claims = HookJson.object().put("sub", "x");
        none.beforeUserCreated(null, HookJson.object(), "192.0.2.1");
        none.afterUserCreated(null, HookJson.object(), "192.0.2.1");
        assertThat(none.customAccessToken(null, ADA, claims, "password")).isSameAs(claims);
        assertThat(none.passwordVerificationAttempt(null, ADA, true).rejected()).isFalse();
        assertThat(none.mfaVerificationAttempt(null, ADA, ADA, "totp", true).rejected())
                .isFalse();
        assertThat(none.sendsEmail()).isFalse();
        assertThat(none.sendsSms()).isFalse();
        assertThat(hooks("send_sms").sendsSms()).isTrue();
    }
}
