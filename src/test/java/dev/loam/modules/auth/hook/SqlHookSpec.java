package dev.loam.modules.auth.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.app.running.SystemClock;
import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.identity.HandClock;
import dev.loam.modules.auth.config.HookConfig;
import dev.loam.modules.auth.secret.Tokens;
import dev.loam.modules.auth.store.AuthDatabase;
import dev.loam.modules.auth.store.AuthDatabase.Statements;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Hooks that are functions of the database.
class SqlHookSpec {
    private static final UUID ADA = UUID.fromString("8484b834-f29e-4af2-bf42-80644d154f76");
    private static final String CLAIMS = """
            {"aud": "authenticated", "exp": 2, "iat": 1, "sub": "x", "email": "", "phone": "",
             "role": "authenticated", "aal": "aal1", "session_id": "y", "is_anonymous": false}
            """;
    private static final String SCRIPT = """
            create table seen (event jsonb);
            create function claims(event jsonb) returns jsonb language sql as $$
                select jsonb_set(event, '{claims,level}',
                    to_jsonb((event->>'authentication_method') || '!'))
            $$;
            create function poor(event jsonb) returns jsonb language sql as $$
                select jsonb_build_object('claims', (event->'claims') - 'role')
            $$;
            create function odd(event jsonb) returns jsonb language sql as $$
                select jsonb_set(event, '{claims,exp}', '"soon"')
            $$;
            create function attempt(event jsonb) returns jsonb language plpgsql as $$
            begin
                insert into seen values (event);
                if (event->>'valid')::boolean then
                    return '{"decision": "continue"}';
                end if;
                return '{"decision": "reject", "message": "wait", "should_logout_user": true}';
            end $$;
            create function nothing(event jsonb) returns jsonb language sql as 'select null::jsonb';
            create function note(event jsonb) returns void language sql as
                'insert into seen values (event)';
            create function refuse(event jsonb) returns jsonb language sql as $$
                select '{"error": {"http_code": 403, "message": "not you"}}'::jsonb
            $$;
            create function raise(event jsonb) returns jsonb language plpgsql as $$
                begin raise 'by the function'; end $$;
            create function slow(event jsonb) returns jsonb language sql as
                'select pg_sleep(60); select event';
            """;

    private final HandClock clock = new HandClock();
    private final TestDatabase test = PostgresFixture.freshDatabase(SCRIPT);
    private PostgresDatabase postgres;
    private AuthDatabase database;

    @BeforeEach
    void open() {
        postgres = new PostgresDatabase(PostgresConfig.fromUrl(test.url()).withPool(1, 10));
        database = new AuthDatabase(postgres, null, new SystemClock());
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    private Hooks hooks(String name, String function) {
        var hook = new HookConfig.Hook("pg-functions://postgres/public/" + function, List.of());
        return new Hooks(new HookConfig(Map.of(name, hook)), null, clock, null,
                new Tokens(new Random(3)::nextBytes));
    }

    private <T> T within(Function<Statements, T> work) {
        return database.transact(work);
    }

    private static Failure refused(ThrowingCallable call) {
        var refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).isNotNull();
        return refusal.failure();
    }

    private static ObjectNode claims() {
        return (ObjectNode) JsonMapper.builder().build().readTree(CLAIMS);
    }

    private ObjectNode claimsBy(String function) {
        return within(tx -> hooks("custom_access_token", function)
                .customAccessToken(tx, ADA, claims(), "password"));
    }

    @Test
    void a_function_may_add_claims_but_not_take_or_spoil_those_that_are_required() {
        assertThat(claimsBy("claims").path("level").asString()).isEqualTo("password!");
        assertThat(claimsBy("claims").path("role").asString()).isEqualTo("authenticated");
        assertThat(refused(() -> claimsBy("poor")).message()).isEqualTo(
                "output claims do not conform to the expected schema: role is required");
        assertThat(refused(() -> claimsBy("odd")).message()).isEqualTo(
                "output claims do not conform to the expected schema: exp has the wrong type");
        assertThat(refused(() -> claimsBy("nothing")).status()).isEqualTo(500);
    }

    @Test
    void a_decision_is_returned_so_that_what_the_function_noted_is_kept() {
        var hooks = hooks("password_verification_attempt", "attempt");
        var right = within(tx -> hooks.passwordVerificationAttempt(tx, ADA, true));
        assertThat(right).isEqualTo(new Hooks.Decision(false, null, false));
        var wrong = within(tx -> hooks.passwordVerificationAttempt(tx, ADA, false));
        assertThat(wrong).isEqualTo(new Hooks.Decision(true, "wait", true));
        assertThat(test.value("select count(*) from seen where event ->> 'user_id' = '"
                + ADA + "'")).isEqualTo("2");
        var factor = UUID.fromString("6eab6a69-7766-48bf-95d8-bd8f606894db");
        within(tx -> hooks("mfa_verification_attempt", "attempt")
                .mfaVerificationAttempt(tx, ADA, factor, "totp", true));
        assertThat(test.value("select event ->> 'factor_id' from seen"
                + " where event ->> 'factor_type' = 'totp'")).isEqualTo(factor.toString());
    }

    @Test
    void a_guard_that_does_not_decide_lets_nobody_pass() {
        assertThat(refused(() -> within(tx -> hooks("password_verification_attempt", "nothing")
                .passwordVerificationAttempt(tx, ADA, true))).status()).isEqualTo(500);
    }

    @Test
    void a_function_of_void_answers_nothing() {
        within(tx -> {
            hooks("send_sms", "note").sendSms(tx, HookJson.object().put("otp", "123456"));
            return true;
        });
        assertThat(test.value("select event ->> 'otp' from seen")).isEqualTo("123456");
    }

    @Test
    void an_error_and_a_raise_are_refusals() {
        var refused = refused(() -> sms("refuse"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).isEqualTo("not you");
        assertThat(refused(() -> sms("raise")).message()).contains("by the function");
        assertThat(refused(() -> sms("missing")).message()).contains("42883");
    }

    @Test
    void a_slow_function_is_stopped_and_the_limit_ends_with_the_hook() {
        assertThat(refused(() -> sms("slow")).code()).isEqualTo("hook_timeout");
        var limit = within(tx -> {
            hooks("send_sms", "note").sendSms(tx, HookJson.object());
            return tx.first("select jsonb_build_object('is',"
                    + " current_setting('statement_timeout'))").text("is");
        });
        assertThat(limit).isEqualTo("0");
    }

    private boolean sms(String function) {
        return within(tx -> {
            hooks("send_sms", function).sendSms(tx, HookJson.object());
            return true;
        });
    }
}
