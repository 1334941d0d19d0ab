package dev.loam.modules.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.SoftAuthenticator;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Passkeys over HTTP, with an authenticator in software.
class PasskeySpec {
    private static final String PAGE = "http://localhost:3000";
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
    void a_passkey_is_registered_shown_renamed_used_and_deleted() {
        var ann = AuthPerson.signUp(server);
        var device = new SoftAuthenticator(PAGE);
        var made = register(ann, device);
        assertThat(made.status()).as(made.raw().text()).isEqualTo(200);
        assertThat(made.json().has("created_at")).isTrue();
        var path = "/passkeys/" + made.text("id");
        assertThat(ann.call("GET", "/passkeys", null).json()).hasSize(1);
        assertThat(ann.call("PATCH", path, "{'friendly_name':'laptop'}").text("friendly_name"))
                .isEqualTo("laptop");

        var session = signIn(device);
        assertThat(session.status()).as(session.raw().text()).isEqualTo(200);
        assertThat(session.header("sb-auth-user-id")).isEqualTo(ann.id());
        ann.took(session);
        assertThat(ann.claims().path("amr").findValuesAsString("method"))
                .containsExactly("passkey");
        assertThat(ann.claims().path("aal").asString()).isEqualTo("aal1");
        var shown = ann.call("GET", "/passkeys", null).json().path(0);
        assertThat(shown.path("last_used_at").isString()).isTrue();
        assertThat(shown.path("friendly_name").asString()).isEqualTo("laptop");

        var bob = AuthPerson.signUp(server);
        refused(bob.call("DELETE", path, null), 404, "passkey_not_found", "Passkey not found");
        refused(bob.call("PATCH", path, "{'friendly_name':'mine'}"),
                404, "passkey_not_found", "Passkey not found");
        assertThat(ann.call("DELETE", path, null).status()).isEqualTo(204);
        refused(signIn(device), 400, "webauthn_verification_failed", "not known");
    }

    @Test
    void a_challenge_is_used_up_by_its_first_answer() {
        var ann = AuthPerson.signUp(server);
        var device = new SoftAuthenticator(PAGE);
        var asked = ann.call("POST", "/passkeys/registration/options", "{}").json();
        var answer = body(asked, device.create(asked.path("options")));
        assertThat(ann.call("POST", "/passkeys/registration/verify", answer).status())
                .isEqualTo(200);
        refused(ann.call("POST", "/passkeys/registration/verify", answer),
                400, "webauthn_challenge_not_found", "");

        var request = server.post("/passkeys/authentication/options", "{}").json();
        var bad = body(request, new SoftAuthenticator(PAGE).get(request.path("options")));
        refused(server.post("/passkeys/authentication/verify", bad),
                400, "webauthn_verification_failed", "not known");
        refused(server.post("/passkeys/authentication/verify",
                body(request, device.get(request.path("options")))),
                400, "webauthn_challenge_not_found", "");
    }

    @Test
    void a_challenge_is_for_its_user_and_purpose_and_time() {
        var ann = AuthPerson.signUp(server);
        var bob = AuthPerson.signUp(server);
        var device = new SoftAuthenticator(PAGE);
        var asked = ann.call("POST", "/passkeys/registration/options", "{}").json();
        var answer = body(asked, device.create(asked.path("options")));
        refused(bob.call("POST", "/passkeys/registration/verify", answer),
                400, "webauthn_challenge_not_found", "");
        refused(server.post("/passkeys/authentication/verify", answer),
                400, "webauthn_challenge_not_found", "");
        server.tables().execute("update auth.webauthn_challenges set expires_at = now()"
                + " - interval '1 second' where id = '" + asked.path("challenge_id").asString()
                + "'");
        refused(ann.call("POST", "/passkeys/registration/verify", answer),
                400, "webauthn_challenge_expired", "");
    }

    @Test
    void wrong_page_site_counter_and_unverified_user_are_refused() {
        var ann = AuthPerson.signUp(server);
        refused(register(ann, new SoftAuthenticator("https://evil.example.com")),
                400, "webauthn_verification_failed", "page");
        refused(register(ann, new SoftAuthenticator(PAGE).site("example.com")),
                400, "webauthn_verification_failed", "site");
        refused(register(ann, new SoftAuthenticator(PAGE).verified(false)),
                400, "webauthn_verification_failed", "verify");
        var device = new SoftAuthenticator(PAGE).count(5);
        register(ann, device);
        refused(signIn(device.count(1)), 400, "webauthn_verification_failed", "counter");
        refused(signIn(device.count(9).verified(false)),
                400, "webauthn_verification_failed", "verify");
        assertThat(signIn(device.verified(true)).status()).isEqualTo(200);
        refused(register(ann, device), 400, "webauthn_verification_failed", "registered already");
    }

    @Test
    void who_may_not_sign_in_may_not_with_a_passkey() {
        var ann = AuthPerson.signUp(server);
        var device = new SoftAuthenticator(PAGE);
        register(ann, device);
        var user = " where id = '" + ann.id() + "'";
        server.tables().execute("update auth.users set email_confirmed_at = null" + user);
        refused(signIn(device), 403, "email_not_confirmed", "Email not confirmed");
        refused(ann.call("POST", "/passkeys/registration/options", "{}"),
                403, "email_not_confirmed", "");
        server.tables().execute("update auth.users set email_confirmed_at = now(),"
                + " banned_until = now() + interval '1 hour'" + user);
        refused(signIn(device), 403, "user_banned", "");
    }

    @Test
    void another_users_handle_is_refused() {
        var ann = AuthPerson.signUp(server);
        var bob = AuthPerson.signUp(server);
        var device = new SoftAuthenticator(PAGE);
        register(ann, device);
        var bobs = bob.call("POST", "/passkeys/registration/options", "{}").json()
                .path("options").path("user").path("id").asString();
        refused(signIn(device.user(bobs)),
                400, "webauthn_verification_failed", "another user");
    }

    @Test
    void anonymous_users_have_none_and_ten_are_enough() {
        var nobody = server.post("/signup", "{}").json();
        var reply = server.auth("POST", "/passkeys/registration/options", "{}",
                AuthServer.bearer(nobody));
        refused(reply, 403, "validation_failed", "Anonymous");
        var ann = AuthPerson.signUp(server);
        for (int i = 0; i < 10; i++) {
            register(ann, new SoftAuthenticator(PAGE));
        }
        refused(ann.call("POST", "/passkeys/registration/options", "{}"),
                422, "validation_failed", "Maximum");
    }

    @Test
    void a_user_with_a_second_factor_changes_passkeys_with_both() {
        var ann = AuthPerson.signUp(server);
        var made = register(ann, new SoftAuthenticator(PAGE)).text("id");
        server.tables().execute("insert into auth.mfa_factors (id, user_id, factor_type, status,"
                + " created_at, updated_at) values (gen_random_uuid(), '" + ann.id()
                + "', 'totp', 'verified', now(), now())");
        refused(ann.call("POST", "/passkeys/registration/options", "{}"),
                403, "insufficient_aal", "AAL2");
        refused(ann.call("DELETE", "/passkeys/" + made, null), 403, "insufficient_aal", "");
        assertThat(ann.call("GET", "/passkeys", null).json()).hasSize(1);
    }

    @Test
    void without_passkeys_there_are_none() {
        try (var without = AuthServer.start(Map.of("auth.passkey.enabled", "false"))) {
            refused(without.post("/passkeys/authentication/options", "{}"),
                    404, "passkey_disabled", "");
        }
    }

    private static Reply register(AuthPerson person, SoftAuthenticator device) {
        var asked = person.call("POST", "/passkeys/registration/options", "{}").json();
        return person.call("POST", "/passkeys/registration/verify",
                body(asked, device.create(asked.path("options"))));
    }

    private static Reply signIn(SoftAuthenticator device) {
        var asked = server.post("/passkeys/authentication/options", "{}").json();
        return server.post("/passkeys/authentication/verify",
                body(asked, device.get(asked.path("options"))));
    }

    private static String body(JsonNode asked, JsonNode credential) {
        var body = AuthServer.JSON.createObjectNode()
                .put("challenge_id", asked.path("challenge_id").asString());
        body.set("credential", credential);
        return body.toString();
    }

    private static void refused(Reply reply, int status, String code, String message) {
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.text("message")).contains(message);
    }
}
