package dev.loam.modules.auth.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.modules.auth.external.House.Answered;
import dev.loam.modules.auth.external.House.Settings;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Signing in with other services, from the first redirect to the session.
class ExternalSpec {
    private static final String VERIFIER = "a-verifier-of-the-tests-that-is-long-enough-to-count";
    private static final String CHALLENGE =
            new Attempt("", VERIFIER).challenge();

    private static House house;

    @BeforeAll
    static void open() {
        house = new House(Settings.USUAL);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Map<String, String> pkceVisit() {
        return house.visit(house.get("/authorize", Map.of("provider", "house", "redirect_to",
                House.APP + "?from=1", "code_challenge", CHALLENGE,
                "code_challenge_method", "s256")).location());
    }

    private static Answered fetch(String code, String verifier) {
        return house.post("/token", Map.of("grant_type", "pkce"), "{\"auth_code\":\"" + code
                + "\",\"code_verifier\":\"" + verifier + "\"}");
    }

    @Test
    void with_a_verifier_the_app_fetches_its_session_once() {
        house.provider.person("pia", "Pia@Example.com", true);
        var back = house.get("/callback", pkceVisit());
        assertThat(back.status()).isEqualTo(302);
        assertThat(back.location()).startsWith(House.APP + "?from=1&code=");
        var code = back.query().get("code");
        assertThat(UUID.fromString(code)).isNotNull();
        assertThat(house.database.value("select string_agg(to_jsonb(f)::text, '')"
                + " from auth.flow_state f")).doesNotContain(code, "provider-access");

        assertThat(fetch(UUID.randomUUID().toString(), VERIFIER).json().path("code").asString())
                .isEqualTo("flow_state_not_found");
        assertThat(fetch(code, VERIFIER + "x").json().path("code").asString())
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
        assertThat(fetch(code, VERIFIER).json().path("code").asString())
                .isEqualTo("flow_state_not_found");
    }

    @Test
    void without_one_the_tokens_come_in_the_fragment() {
        house.provider.person("ina", "ina@example.com", true);
        var landed = house.signIn("house");
        assertThat(landed.location()).startsWith(House.APP + "#");
        assertThat(landed.fragment()).containsKeys("access_token", "refresh_token", "expires_in",
                        "expires_at").containsEntry("token_type", "bearer")
                .containsEntry("provider_token", "provider-access")
                .containsEntry("provider_refresh_token", "provider-refresh");
        assertThat(house.user(landed).path("amr").path(0).path("method").asString())
                .isEqualTo("oauth");
        assertThat(house.user(house.signIn("house")).path("sub").asString())
                .as("the same account again").isEqualTo(house.user(landed).path("sub").asString());
    }

    @Test
    void an_address_kept_out_of_the_token_is_fetched() {
        house.provider.person("uma", "uma@example.com", true);
        house.provider.keepEmailOutOfToken();
        assertThat(house.user(house.signIn("house")).path("email").asString())
                .isEqualTo("uma@example.com");
    }

    @Test
    void a_state_counts_once_and_only_if_it_is_ours() {
        house.provider.person("sam", "sam@example.com", true);
        var came = pkceVisit();
        assertThat(house.get("/callback", came).query()).containsKey("code");
        for (var bad : new Answered[] {house.get("/callback", came),
            house.get("/callback", House.with(came, "state", "invented")),
            house.get("/callback", Map.of("code", "x"))}) {
            assertThat(bad.status()).isEqualTo(302);
            assertThat(bad.location()).startsWith("http://127.0.0.1:3000#");
            assertThat(bad.fragment()).containsEntry("error_code", "bad_oauth_state")
                    .doesNotContainKey("access_token");
        }
    }

    @Test
    void an_old_state_does_not_count() {
        var came = pkceVisit();
        house.database.execute("update auth.oauth_client_states set created_at ="
                + " created_at - interval '11 minutes'");
        assertThat(house.get("/callback", came).fragment())
                .containsEntry("error_code", "bad_oauth_state");
    }

    @Test
    void an_old_code_is_not_exchanged() {
        house.provider.person("otto", "otto@example.com", true);
        var code = house.get("/callback", pkceVisit()).query().get("code");
        house.database.execute("update auth.flow_state set auth_code_issued_at ="
                + " auth_code_issued_at - interval '6 minutes'");
        assertThat(fetch(code, VERIFIER).json().path("code").asString())
                .isEqualTo("flow_state_expired");
    }

    @Test
    void a_code_of_the_service_counts_once() {
        house.provider.person("cora", "cora@example.com", true);
        var first = pkceVisit();
        assertThat(house.get("/callback", first).query()).containsKey("code");
        var replayed = house.get("/callback",
                House.with(pkceVisit(), "code", first.get("code")));
        assertThat(replayed.query()).containsEntry("error_code", "bad_oauth_callback")
                .containsEntry("error_description",
                        "Unable to exchange external code: invalid_grant");
    }

    @Test
    void a_code_of_another_sign_in_does_not_fit() {
        house.provider.person("eve", "eve@example.com", true);
        var mine = pkceVisit();
        var theirs = pkceVisit();
        assertThat(house.get("/callback", House.with(mine, "code", theirs.get("code"))).query())
                .containsEntry("error_code", "bad_oauth_callback");
    }

    @Test
    void a_token_with_another_nonce_is_refused() {
        house.provider.person("nora", "nora@example.com", true);
        for (var nonce : new String[] {"stolen", null}) {
            house.provider.changing(claims -> {
                claims.remove("nonce");
                if (nonce != null) {
                    claims.put("nonce", nonce);
                }
            });
            assertThat(house.signIn("house").fragment())
                    .containsEntry("error_code", "validation_failed");
        }
        assertThat(house.database.value(
                "select count(*) from auth.users where email = 'nora@example.com'"))
                .isEqualTo("0");
    }

    @Test
    void what_the_service_refuses_is_told_to_the_app() {
        var state = pkceVisit().get("state");
        var refused = house.get("/callback", Map.of("state", state, "error", "access_denied",
                "error_description", "They said no & went"));
        assertThat(refused.location()).startsWith(House.APP + "?from=1&error=access_denied");
        assertThat(refused.query()).containsEntry("error_description", "They said no & went");
        assertThat(refused.fragment()).containsEntry("error", "access_denied");
    }

    @Test
    void nobody_is_led_to_a_foreign_place() {
        house.provider.person("fay", "fay@example.com", true);
        for (var foreign : new String[] {"https://evil.example/x", "//evil.example",
            "http://127.0.0.1:3000@evil.example/", "javascript:alert(1)"}) {
            var landed = house.get("/callback", house.visit(house.get("/authorize",
                    Map.of("provider", "house", "redirect_to", foreign)).location()));
            assertThat(landed.location()).as(foreign).startsWith("http://127.0.0.1:3000#access");
        }
        var app = house.get("/callback", house.visit(house.get("/authorize",
                Map.of("provider", "house", "redirect_to", "myapp://done")).location()));
        assertThat(app.location()).startsWith("myapp://done#access_token=");
    }

    @Test
    void a_posted_answer_is_taken_too_and_a_name_with_it() {
        house.provider.person("paul", "paul@example.com", true);
        house.provider.changing(claims -> claims.remove("name"));
        var came = House.with(pkceVisit(), "user",
                "{\"name\":{\"firstName\":\"Paul\",\"lastName\":\"Ünal\"}}");
        var landed = house.post("/callback", Map.of(), Query.of(came));
        assertThat(landed.status()).isEqualTo(303);
        assertThat(fetch(landed.query().get("code"), VERIFIER).json().path("user")
                .path("user_metadata").path("full_name").asString()).isEqualTo("Paul Ünal");
    }

    @Test
    void who_is_not_configured_is_refused_at_once() {
        var refused = house.get("/authorize", Map.of("provider", "google"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().toString()).isEqualTo("{\"code\":\"validation_failed\","
                + "\"message\":\"Unsupported provider: provider is not enabled\"}");
    }

    @Test
    void the_address_can_be_asked_for_without_going_there() {
        assertThat(house.get("/authorize", Map.of("provider", "house", "skip_http_redirect",
                "true")).json().path("url").asString())
                .startsWith(house.provider.issuer() + "/authorize?client_id=");
    }

    @Test
    void an_id_token_of_the_app_s_own_signs_in() {
        house.provider.person("ida", "ida@example.com", true);
        var session = idToken(house.provider.idToken("n"), ",\"nonce\":\"n\"");
        assertThat(session.status()).isEqualTo(200);
        assertThat(session.json().path("user").path("email").asString())
                .isEqualTo("ida@example.com");
        assertThat(idToken(house.provider.idToken("n"), "").status()).isEqualTo(400);
        assertThat(idToken(house.provider.idToken(null), ",\"nonce\":\"n\"").status())
                .isEqualTo(400);
        house.provider.changing(claims -> claims.put("aud", "someone-else"));
        assertThat(idToken(house.provider.idToken(null), "").json().path("message").asString())
                .isEqualTo("Bad ID token: it is meant for another client");
    }

    private static Answered idToken(String token, String more) {
        return house.post("/token", Map.of("grant_type", "id_token"),
                "{\"provider\":\"house\",\"id_token\":\"" + token + "\"" + more + "}");
    }
}
