package dev.loam.spec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.spec.auth.Federation.Landed;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Signing in with other services, from the first redirect to the session.
class ExternalSpec {
    private static final String VERIFIER = "a-verifier-of-the-tests-that-is-long-enough-to-count";
    /// The SHA-256 of the verifier, in base64url.
    private static final String CHALLENGE = "q8Hh1lk7WVVqHjR59fMQJ6zfHQ6O4Boq3wMIyD4vHM8";

    private static Federation all;

    @BeforeAll
    static void open() {
        all = new Federation(Map.of());
    }

    @AfterAll
    static void close() {
        all.close();
    }

    private static Map<String, String> pkceVisit() {
        return all.visit(all.authorize(Map.of("provider", "house", "redirect_to",
                Federation.APP + "?from=1", "code_challenge", CHALLENGE,
                "code_challenge_method", "s256")).location());
    }

    private static AuthServer.Reply fetch(String code, String verifier) {
        return all.server.post("/token?grant_type=pkce", "{\"auth_code\":\"" + code
                + "\",\"code_verifier\":\"" + verifier + "\"}");
    }

    @Test
    void with_a_verifier_the_app_fetches_its_session_once() {
        all.house.person("pia", "Pia@Example.com", true);
        var back = all.callback(pkceVisit());
        assertThat(back.status()).isEqualTo(302);
        assertThat(back.location()).startsWith(Federation.APP + "?from=1&code=");
        var code = back.query().get("code");
        assertThat(UUID.fromString(code)).isNotNull();
        assertThat(all.server.tables().value("select string_agg(to_jsonb(f)::text, '')"
                + " from auth.flow_state f")).doesNotContain(code, "provider-access");

        assertThat(fetch(UUID.randomUUID().toString(), VERIFIER).text("code"))
                .isEqualTo("flow_state_not_found");
        assertThat(fetch(code, VERIFIER + "x").text("code"))
                .isEqualTo("bad_code_verifier");
        var session = fetch(code, VERIFIER);
        assertThat(session.status()).isEqualTo(200);
        var json = session.json();
        assertThat(json.path("provider_token").asString()).isEqualTo("provider-access");
        assertThat(json.path("provider_refresh_token").asString()).isEqualTo("provider-refresh");
        var user = json.path("user");
        assertThat(user.path("email").asString()).isEqualTo("pia@example.com");
        assertThat(user.has("email_confirmed_at")).isTrue();
        assertThat(user.path("app_metadata").toString())
                .isEqualTo("{\"provider\":\"house\",\"providers\":[\"house\"]}");
        assertThat(user.path("user_metadata").path("full_name").asString())
                .isEqualTo("Name of pia");
        var identity = user.path("identities").path(0);
        assertThat(identity.path("id").asString()).isEqualTo("pia");
        assertThat(identity.path("identity_data").path("email_verified").asBoolean()).isTrue();
        assertThat(fetch(code, VERIFIER).text("code"))
                .isEqualTo("flow_state_not_found");
    }

    @Test
    void without_one_the_tokens_come_in_the_fragment() {
        all.house.person("ina", "ina@example.com", true);
        var landed = all.signIn("house");
        assertThat(landed.location()).startsWith(Federation.APP + "#");
        assertThat(landed.fragment()).containsKeys("access_token", "refresh_token", "expires_in",
                        "expires_at").containsEntry("token_type", "bearer")
                .containsEntry("provider_token", "provider-access")
                .containsEntry("provider_refresh_token", "provider-refresh");
        assertThat(landed.claims().path("amr").path(0).path("method").asString())
                .isEqualTo("oauth");
        assertThat(all.signIn("house").claims().path("sub").asString())
                .as("the same account again").isEqualTo(landed.claims().path("sub").asString());
    }

    @Test
    void an_address_kept_out_of_the_token_is_fetched() {
        all.house.person("uma", "uma@example.com", true);
        all.house.keepEmailOutOfToken();
        assertThat(all.signIn("house").claims().path("email").asString())
                .isEqualTo("uma@example.com");
    }

    @Test
    void a_state_counts_once_and_only_if_it_is_ours() {
        all.house.person("sam", "sam@example.com", true);
        var came = pkceVisit();
        assertThat(all.callback(came).query()).containsKey("code");
        for (var bad : new Landed[] {all.callback(came),
            all.callback(Federation.with(came, "state", "invented")),
            all.callback(Map.of("code", "x"))}) {
            assertThat(bad.status()).isEqualTo(302);
            assertThat(bad.location()).startsWith("http://127.0.0.1:3000#");
            assertThat(bad.fragment()).containsEntry("error_code", "bad_oauth_state")
                    .doesNotContainKey("access_token");
        }
    }

    @Test
    void an_old_state_does_not_count() {
        var came = pkceVisit();
        all.server.tables().execute("update auth.oauth_client_states set created_at ="
                + " created_at - interval '11 minutes'");
        assertThat(all.callback(came).fragment())
                .containsEntry("error_code", "bad_oauth_state");
    }

    @Test
    void an_old_code_is_not_exchanged() {
        all.house.person("otto", "otto@example.com", true);
        var code = all.callback(pkceVisit()).query().get("code");
        all.server.tables().execute("update auth.flow_state set auth_code_issued_at ="
                + " auth_code_issued_at - interval '6 minutes'");
        assertThat(fetch(code, VERIFIER).text("code"))
                .isEqualTo("flow_state_expired");
    }

    @Test
    void a_code_of_the_service_counts_once() {
        all.house.person("cora", "cora@example.com", true);
        var first = pkceVisit();
        assertThat(all.callback(first).query()).containsKey("code");
        var replayed = all.callback(
                Federation.with(pkceVisit(), "code", first.get("code")));
        assertThat(replayed.query()).containsEntry("error_code", "bad_oauth_callback")
                .containsEntry("error_description",
                        "Unable to exchange external code: invalid_grant");
    }

    @Test
    void a_code_of_another_sign_in_does_not_fit() {
        all.house.person("eve", "eve@example.com", true);
        var mine = pkceVisit();
        var theirs = pkceVisit();
        assertThat(all.callback(Federation.with(mine, "code", theirs.get("code"))).query())
                .containsEntry("error_code", "bad_oauth_callback");
    }

    @Test
    void a_token_with_another_nonce_is_refused() {
        all.house.person("nora", "nora@example.com", true);
        for (var nonce : new String[] {"stolen", null}) {
            all.house.changing(claims -> {
                claims.remove("nonce");
                if (nonce != null) {
                    claims.put("nonce", nonce);
                }
            });
            assertThat(all.signIn("house").fragment())
                    .containsEntry("error_code", "validation_failed");
        }
        assertThat(all.server.tables().value(
                "select count(*) from auth.users where email = 'nora@example.com'"))
                .isEqualTo("0");
    }

    @Test
    void what_the_service_refuses_is_told_to_the_app() {
        var state = pkceVisit().get("state");
        var refused = all.callback(Map.of("state", state, "error", "access_denied",
                "error_description", "They said no & went"));
        assertThat(refused.location()).startsWith(Federation.APP + "?from=1&error=access_denied");
        assertThat(refused.query()).containsEntry("error_description", "They said no & went");
        assertThat(refused.fragment()).containsEntry("error", "access_denied");
    }

    @Test
    void nobody_is_led_to_a_foreign_place() {
        all.house.person("fay", "fay@example.com", true);
        for (var foreign : new String[] {"https://evil.example/x", "//evil.example",
            "http://127.0.0.1:3000@evil.example/", "javascript:alert(1)"}) {
            var landed = all.callback(all.visit(all.authorize(
                    Map.of("provider", "house", "redirect_to", foreign)).location()));
            assertThat(landed.location()).as(foreign).startsWith("http://127.0.0.1:3000#access");
        }
        var app = all.callback(all.visit(all.authorize(
                Map.of("provider", "house", "redirect_to", "myapp://done")).location()));
        assertThat(app.location()).startsWith("myapp://done#access_token=");
    }

    @Test
    void a_posted_answer_is_taken_too_and_a_name_with_it() {
        all.house.person("paul", "paul@example.com", true);
        all.house.changing(claims -> claims.remove("name"));
        var came = Federation.with(pkceVisit(), "user",
                "{\"name\":{\"firstName\":\"Paul\",\"lastName\":\"Ünal\"}}");
        var landed = all.posted(came);
        assertThat(landed.status()).isEqualTo(303);
        assertThat(fetch(landed.query().get("code"), VERIFIER).json().path("user")
                .path("user_metadata").path("full_name").asString()).isEqualTo("Paul Ünal");
    }

    @Test
    void who_is_not_configured_is_refused_at_once() {
        var refused = all.server.get("/authorize?provider=google");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().toString()).isEqualTo("{\"code\":\"validation_failed\","
                + "\"message\":\"Unsupported provider: provider is not enabled\"}");
    }

    @Test
    void the_address_can_be_asked_for_without_going_there() {
        assertThat(all.server.get("/authorize?provider=house&skip_http_redirect=true")
                .text("url"))
                .startsWith(all.house.issuer() + "/authorize?client_id=");
    }

    @Test
    void an_id_token_of_the_app_s_own_signs_in() {
        all.house.person("ida", "ida@example.com", true);
        var session = all.idToken(all.house.idToken("n"), Map.of("nonce", "n"));
        assertThat(session.status()).isEqualTo(200);
        assertThat(session.json().path("user").path("email").asString())
                .isEqualTo("ida@example.com");
        assertThat(all.idToken(all.house.idToken("n"), Map.of()).status()).isEqualTo(400);
        assertThat(all.idToken(all.house.idToken(null), Map.of("nonce", "n")).status())
                .isEqualTo(400);
        all.house.changing(claims -> claims.put("aud", "someone-else"));
        assertThat(all.idToken(all.house.idToken(null), Map.of()).text("message"))
                .isEqualTo("Bad ID token: it is meant for another client");
    }
}
