package dev.loam.modules.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Second factors over HTTP: apps and telephones, and what a verified factor changes.
class FactorSpec {
    private static final String PHONE = "15551230001";
    private static final String NOBODYS = "00000000-0000-4000-8000-000000000000";
    private static AuthServer server;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_verified_factor_raises_the_session_in_place() {
        var ann = AuthPerson.signUp(server);
        var before = ann.claims();
        assertThat(before.path("aal").asString()).isEqualTo("aal1");
        var factor = enrol(ann, "{'factor_type':'totp','friendly_name':'phone app'}");
        assertThat(factor.path("type").asString()).isEqualTo("totp");
        assertThat(factor.path("friendly_name").asString()).isEqualTo("phone app");
        assertThat(factor.path("totp").path("qr_code").asString()).startsWith("<svg ");
        assertThat(factor.path("totp").path("uri").asString())
                .startsWith("otpauth://totp/127.0.0.1%3A3000:")
                .contains("secret=" + factor.path("totp").path("secret").asString());

        var session = verify(ann, factor);
        assertThat(session.status()).isEqualTo(200);
        ann.took(session);
        var claims = ann.claims();
        assertThat(claims.path("aal").asString()).isEqualTo("aal2");
        assertThat(claims.path("session_id")).isEqualTo(before.path("session_id"));
        assertThat(claims.path("amr").findValuesAsString("method"))
                .containsExactly("totp", "password");
        var shown = session.json().path("user").path("factors").path(0);
        assertThat(shown.path("status").asString()).isEqualTo("verified");
        assertThat(shown.has("secret")).isFalse();

        ann.refresh();
        assertThat(ann.claims().path("aal").asString()).isEqualTo("aal2");
    }

    @Test
    void a_code_counts_once() {
        var ann = AuthPerson.signUp(server);
        var factor = enrol(ann, "{'factor_type':'totp'}");
        long step = Totp.step(Instant.now());
        assertThat(verifyAt(ann, factor, step).status()).isEqualTo(200);
        refused(verifyAt(ann, factor, step), 422, "mfa_verification_failed",
                "Invalid TOTP code entered");
        refused(verifyAt(ann, factor, step - 1), 422, "mfa_verification_failed", "Invalid");
        assertThat(verifyAt(ann, factor, step + 1).status()).isEqualTo(200);
    }

    @Test
    void secrets_are_sealed_and_imported_ones_are_read_as_they_are() {
        var ann = AuthPerson.signUp(server);
        var factor = enrol(ann, "{'factor_type':'totp'}");
        var stored = "from auth.mfa_factors where id = '" + factor.path("id").asString() + "'";
        assertThat(server.tables().value("select secret " + stored))
                .startsWith("sealed:1:")
                .doesNotContain(factor.path("totp").path("secret").asString());
        server.tables().execute("update auth.mfa_factors set secret = '"
                + factor.path("totp").path("secret").asString() + "' where id = '"
                + factor.path("id").asString() + "'");
        assertThat(verify(ann, factor).status()).isEqualTo(200);
    }

    @Test
    void what_is_no_proof_is_refused() {
        var ann = AuthPerson.signUp(server);
        var factor = enrol(ann, "{'factor_type':'totp'}");
        var id = factor.path("id").asString();
        var challenge = challenge(ann, id, "{}").json();
        assertThat(challenge.path("type").asString()).isEqualTo("totp");
        assertThat(challenge.path("expires_at").asLong())
                .isCloseTo(Instant.now().getEpochSecond() + 300,
                        Offset.offset(30L));
        var answer = "{'challenge_id':'" + challenge.path("id").asString() + "','code':'%s'}";
        refused(ann.call("POST", "/factors/" + id + "/verify", answer.formatted("no code")),
                422, "mfa_verification_failed", "Invalid TOTP code entered");
        refused(ann.call("POST", "/factors/" + id + "/verify",
                "{'challenge_id':'" + NOBODYS + "','code':'123456'}"),
                404, "mfa_factor_not_found", "challenge");
        refused(ann.call("POST", "/factors/" + id + "/verify", "{'code':'123456'}"),
                400, "validation_failed", "challenge_id");
        refused(challenge(ann, "one", "{}"), 404, "validation_failed", "factor_id");
        refused(challenge(ann, NOBODYS, "{}"), 404, "mfa_factor_not_found", "Factor not found");
        var bob = AuthPerson.signUp(server);
        refused(challenge(bob, id, "{}"), 404, "mfa_factor_not_found", "Factor not found");
        refused(bob.call("DELETE", "/factors/" + id, null), 404, "mfa_factor_not_found", "");

        server.tables().execute("update auth.mfa_challenges set created_at = now()"
                + " - interval '6 minutes' where factor_id = '" + id + "'");
        refused(ann.call("POST", "/factors/" + id + "/verify", answer.formatted("123456")),
                422, "mfa_challenge_expired", "has expired");
    }

    @Test
    void an_answered_challenge_is_not_answered_again() {
        var ann = AuthPerson.signUp(server);
        var factor = enrol(ann, "{'factor_type':'totp'}");
        var id = factor.path("id").asString();
        var challenge = challenge(ann, id, "{}").json().path("id").asString();
        long step = Totp.step(Instant.now());
        assertThat(answer(ann, factor, challenge, step).status()).isEqualTo(200);
        refused(answer(ann, factor, challenge, step + 1), 422, "mfa_challenge_expired", "");
    }

    @Test
    void sessions_and_factors_that_showed_less_end() {
        var ann = AuthPerson.signUp(server);
        var elsewhere = ann.again();
        var given = enrol(ann, "{'factor_type':'totp','friendly_name':'given up'}");
        var factor = enrol(ann, "{'factor_type':'totp','friendly_name':'used'}");
        ann.took(verify(ann, factor));
        refused(elsewhere.call("GET", "/user", null), 403, "session_not_found", "");
        refused(challenge(ann, given.path("id").asString(), "{}"),
                404, "mfa_factor_not_found", "");
        assertThat(ann.call("GET", "/user", null).json().path("factors")).hasSize(1);
    }

    @Test
    void more_factors_need_both() {
        var ann = AuthPerson.signUp(server);
        var first = enrol(ann, "{'factor_type':'totp','friendly_name':'one'}");
        refused(ann.call("POST", "/factors", "{'factor_type':'totp','friendly_name':'one'}"),
                422, "mfa_factor_name_conflict", "\"one\"");
        var raised = verify(ann, first);
        var low = ann.again();
        refused(low.call("POST", "/factors", "{'factor_type':'totp'}"),
                403, "insufficient_aal", "AAL2");
        ann.took(raised);
        assertThat(ann.call("POST", "/factors", "{'factor_type':'totp'}").status())
                .isEqualTo(200);
    }

    @Test
    void ten_may_be_begun_until_they_are_old() {
        var ann = AuthPerson.signUp(server);
        for (int i = 0; i < 10; i++) {
            enrol(ann, "{'factor_type':'totp'}");
        }
        refused(ann.call("POST", "/factors", "{'factor_type':'totp'}"),
                422, "too_many_enrolled_mfa_factors", "Maximum number");
        server.tables().execute("update auth.mfa_factors set created_at = now()"
                + " - interval '301 seconds' where user_id = '" + ann.id() + "'");
        enrol(ann, "{'factor_type':'totp'}");
        refused(ann.call("POST", "/factors", "{'factor_type':'fingers'}"),
                400, "validation_failed", "factor_type");
        refused(server.post("/factors", "{\"factor_type\":\"totp\"}"),
                401, "no_authorization", "");
    }

    @Test
    void removing_the_factor_lowers_its_sessions() {
        var ann = AuthPerson.signUp(server);
        var factor = enrol(ann, "{'factor_type':'totp'}");
        var path = "/factors/" + factor.path("id").asString();
        ann.took(verify(ann, factor));
        ann.call("POST", "/factors/recovery-codes", "{}");
        refused(ann.again().call("DELETE", path, null), 422, "insufficient_aal", "AAL2");
        var gone = ann.call("DELETE", path, null);
        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.json().path("id")).isEqualTo(factor.path("id"));
        ann.refresh();
        assertThat(ann.claims().path("aal").asString()).isEqualTo("aal1");
        assertThat(ann.claims().path("amr").findValuesAsString("method"))
                .containsExactly("password");
        assertThat(ann.call("GET", "/factors/recovery-codes", null).json()
                .path("remaining").asInt()).isZero();
    }

    @Test
    void recovery_codes_stand_in_once_each() {
        var ann = AuthPerson.signUp(server);
        refused(ann.call("POST", "/factors/recovery-codes", "{}"), 403, "insufficient_aal", "");
        ann.took(verify(ann, enrol(ann, "{'factor_type':'totp'}")));
        var old = ann.call("POST", "/factors/recovery-codes", "{}").json().path("codes");
        var codes = ann.call("POST", "/factors/recovery-codes", "{}").json().path("codes");
        assertThat(codes).hasSize(10);

        var later = ann.again();
        refused(recover(later, old.path(0).asString()), 422, "mfa_verification_failed",
                "Invalid recovery code");
        var code = codes.path(3).asString();
        later.took(recover(later, code.substring(0, 5).toUpperCase() + "-" + code.substring(5)));
        assertThat(later.claims().path("aal").asString()).isEqualTo("aal2");
        assertThat(later.claims().path("amr").findValuesAsString("method"))
                .contains("mfa/recovery_code");
        refused(recover(ann.again(), code), 422, "mfa_verification_failed", "Invalid");
        assertThat(later.call("GET", "/factors/recovery-codes", null).json()
                .path("remaining").asInt()).isEqualTo(9);
        assertThat(server.tables().value("select count(*) from loam.recovery_codes"
                + " where code_hash = '" + code + "'")).isEqualTo("0");
    }

    @Test
    void a_telephone_proves_itself_with_a_code() {
        var ann = AuthPerson.signUp(server);
        refused(ann.call("POST", "/factors", "{'factor_type':'phone'}"),
                400, "validation_failed", "phone");
        enrol(ann, "{'factor_type':'phone','phone':'" + PHONE + "'}");
        var factor = enrol(ann, "{'factor_type':'phone','phone':'+" + PHONE + "'}");
        assertThat(factor.path("phone").asString()).isEqualTo(PHONE);
        var id = factor.path("id").asString();
        var challenge = challenge(ann, id, "{'channel':'sms'}");
        assertThat(challenge.json().path("type").asString()).isEqualTo("phone");
        var code = server.mailbox(PHONE, 1).getFirst().toString()
                .replaceFirst(".*\\b(\\d{6})\\b.*", "$1");
        refused(challenge(ann, id, "{}"), 429, "over_sms_send_rate_limit", "after");
        var answer = "{'challenge_id':'" + challenge.json().path("id").asString()
                + "','code':'%s'}";
        refused(ann.call("POST", "/factors/" + id + "/verify", answer.formatted("000000")),
                422, "mfa_verification_failed", "Invalid MFA Phone code entered");
        ann.took(ann.call("POST", "/factors/" + id + "/verify",
                answer.formatted(code)));
        assertThat(ann.claims().path("amr").findValuesAsString("method"))
                .containsExactly("mfa/phone", "password");
        refused(ann.call("POST", "/factors",
                "{'factor_type':'phone','phone':'" + PHONE + "'}"),
                422, "mfa_verified_factor_exists", "");
    }

    @Test
    void a_hook_may_reject_an_attempt_and_all_sessions_end() {
        var database = AuthServer.database();
        database.execute("""
                create function public.no_more(event jsonb) returns jsonb language sql as $$
                    select case when (event ->> 'valid')::boolean
                        then jsonb_build_object('decision', 'continue')
                        else jsonb_build_object('decision', 'reject', 'message', 'No more.') end
                $$;
                grant execute on function public.no_more to supabase_auth_admin;
                """);
        try (var asking = AuthServer.start(database, Map.of(
                "auth.hook.mfa-verification-attempt.enabled", "true",
                "auth.hook.mfa-verification-attempt.uri",
                "pg-functions://postgres/public/no_more"))) {
            var ann = AuthPerson.signUp(asking);
            var factor = enrol(ann, "{'factor_type':'totp'}");
            assertThat(verify(ann, factor).status()).isEqualTo(200);
            var bob = AuthPerson.signUp(asking);
            var other = enrol(bob, "{'factor_type':'totp'}");
            refused(verifyAt(bob, other, 1), 403, "mfa_verification_rejected", "No more.");
            refused(bob.call("GET", "/user", null), 403, "session_not_found", "");
        }
    }

    @Test
    void attempts_with_a_factor_are_counted() {
        try (var strict = AuthServer.start(Map.of("auth.rate-limit.mfa-verify", "3"))) {
            var ann = AuthPerson.signUp(strict);
            var factor = enrol(ann, "{'factor_type':'totp'}");
            for (int i = 0; i < 3; i++) {
                refused(verifyAt(ann, factor, 1), 422, "mfa_verification_failed", "");
            }
            refused(verify(ann, factor), 429, "over_request_rate_limit", "");
        }
    }

    @Test
    void a_kind_that_is_off_is_refused() {
        try (var without = AuthServer.start(Map.of("auth.mfa.phone.enroll-enabled", "false",
                "auth.mfa.totp.verify-enabled", "false"))) {
            var ann = AuthPerson.signUp(without);
            refused(ann.call("POST", "/factors", "{'factor_type':'phone','phone':'1555'}"),
                    422, "mfa_phone_enroll_not_enabled", "MFA enroll is disabled for Phone");
            var factor = enrol(ann, "{'factor_type':'totp'}");
            refused(challenge(ann, factor.path("id").asString(), "{}"),
                    422, "mfa_totp_verify_not_enabled", "");
        }
    }

    private static JsonNode enrol(AuthPerson person, String quoted) {
        var reply = person.call("POST", "/factors", quoted);
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(200);
        return reply.json();
    }

    private static Reply challenge(AuthPerson person, String id, String quoted) {
        return person.call("POST", "/factors/" + id + "/challenge", quoted);
    }

    private static Reply verify(AuthPerson person, JsonNode factor) {
        return verifyAt(person, factor, Totp.step(Instant.now()));
    }

    /// With the code of a step of time.
    private static Reply verifyAt(AuthPerson person, JsonNode factor, long step) {
        var challenge = challenge(person, factor.path("id").asString(), "{}");
        return answer(person, factor, challenge.text("id"), step);
    }

    private static Reply answer(
            AuthPerson person, JsonNode factor, String challenge, long step) {
        var code = Totp.of(factor.path("totp").path("secret").asString()).code(step);
        return person.call("POST", "/factors/" + factor.path("id").asString() + "/verify",
                "{'challenge_id':'" + challenge + "','code':'" + code + "'}");
    }

    private static Reply recover(AuthPerson person, String code) {
        return person.call("POST", "/factors/recovery-codes/verify", "{'code':'" + code + "'}");
    }

    private static void refused(Reply reply, int status, String code, String message) {
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.text("message")).contains(message);
    }
}
