package dev.loam.spec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.OAuthApplication;
import dev.loam.fixture.OAuthApplication.Landed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Other applications that let people sign in here, over HTTP.
class OAuthServerSpec {
    private static final String BACK = "https://shop.example/back";
    private static AuthServer server;
    private static JsonNode ann;
    private static JsonNode bob;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of("jwt.algorithm", "ES256", "auth.site-url",
                "https://site.example/", "auth.oauth-server.enabled", "true",
                "auth.oauth-server.allow-dynamic-registration", "true"));
        ann = signedUp("ann");
        bob = signedUp("bob");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode signedUp(String name) {
        return server.post("/signup", "{\"email\":\"" + name + "@example.org\","
                + "\"password\":\"correct horse\",\"data\":{\"full_name\":\"" + name + "\"}}")
                .json();
    }

    private static OAuthApplication registered(String more) {
        return OAuthApplication.register(server, BACK, more);
    }

    @Test
    void a_person_signs_in_to_a_confidential_application() throws Exception {
        var shop = registered("\"client_name\":\"Shop\"");
        var name = shop.authorize("openid email profile", "nonce=n1");
        var shown = server.get("/oauth/authorizations/" + name, AuthServer.bearer(ann)).json();
        assertThat(shown.path("client").path("name").asString()).isEqualTo("Shop");
        assertThat(shown.path("user").path("email").asString()).isEqualTo("ann@example.org");
        assertThat(shown.path("scope").asString()).isEqualTo("openid email profile");
        assertThat(shown.path("redirect_uri").asString()).isEqualTo(BACK);

        var landed = shop.decide(name, "approve", ann);
        assertThat(landed.site()).isEqualTo(BACK);
        assertThat(landed.parameter("state")).isEqualTo("s1");
        assertThat(landed.parameter("iss")).endsWith("/auth/v1");
        var tokens = shop.exchange(landed.parameter("code"));

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.text("token_type")).isEqualTo("bearer");
        assertThat(tokens.text("scope")).isEqualTo("openid email profile");
        assertThat(tokens.header("Cache-Control")).isEqualTo("no-store");
        var access = SignedJWT.parse(tokens.text("access_token")).getJWTClaimsSet();
        assertThat(access.getStringClaim("client_id")).isEqualTo(shop.id());
        assertThat(access.getSubject()).isEqualTo(ann.path("user").path("id").asString());
        verifyIdToken(tokens, shop, landed.parameter("iss"));
        var info = server.get("/oauth/userinfo", AuthServer.bearer(tokens.text("access_token")));
        assertThat(info.json().toString()).contains("\"name\":\"ann\"")
                .contains("\"email_verified\":true").doesNotContain("phone");
    }

    private static void verifyIdToken(Reply tokens, OAuthApplication shop, String issuer)
            throws Exception {
        var keys = JWKSet.parse(server.get("/.well-known/jwks.json").raw().text());
        var token = SignedJWT.parse(tokens.text("id_token"));
        var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getAudience()).isEqualTo(List.of(shop.id()));
        assertThat(claims.getIssuer()).isEqualTo(issuer);
        assertThat(claims.getStringClaim("nonce")).isEqualTo("n1");
        assertThat(claims.getStringClaim("at_hash")).hasSize(22);
        assertThat(claims.getClaims()).containsKeys("auth_time", "exp", "iat", "email");
        assertThat(claims.getExpirationTime()).isAfter(claims.getIssueTime());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            code_challenge_method=S256       | code_challenge_method=plain     | invalid_request
            code_challenge=                  | other=                          | invalid_request
            response_type=code               | response_type=token   | unsupported_response_type
            scope=email                      | scope=everything                | invalid_scope
            scope=email                      | prompt=none                | interaction_required
            scope=email                      | resource=here                   | invalid_target
            """)
    void what_is_wrong_is_told_at_the_applications_address(
            String right, String wrong, String error) {
        var shop = registered("\"client_name\":\"Shop\"");
        var refused = server.get(shop.target("email", "").replace(right, wrong));

        assertThat(refused.status()).isEqualTo(302);
        var landed = Landed.of(refused.header("Location"));
        assertThat(landed.site()).isEqualTo(BACK);
        assertThat(landed.parameter("error")).isEqualTo(error);
        assertThat(landed.parameter("state")).isEqualTo("s1");
    }

    @Test
    void nobody_is_led_to_an_address_that_is_not_the_applications() {
        var shop = registered("\"client_name\":\"Shop\"");
        for (var target : List.of(
                shop.target("email", "").replace("shop.example", "evil.example"),
                shop.target("email", "").replace("redirect_uri", "other"),
                shop.target("email", "").replace(shop.id(), "nobody"))) {
            var refused = server.get(target);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.header("Location")).isNull();
            assertThat(refused.text("error")).isEqualTo("invalid_request");
        }
    }

    @Test
    void a_code_needs_its_verifier_its_address_and_its_application() {
        var shop = registered("\"client_name\":\"Shop\"");
        var other = registered("\"client_name\":\"Other\"");
        var code = shop.allowed("email", ann);

        assertThat(shop.exchange(code, "code_verifier", "x".repeat(43)).text("error"))
                .isEqualTo("invalid_grant");
        assertThat(shop.exchange(code, "code_verifier", "").text("error"))
                .isEqualTo("invalid_request");
        assertThat(shop.exchange(code, "redirect_uri", "https://shop.example/").text("error"))
                .isEqualTo("invalid_grant");
        assertThat(other.exchange(code).text("error")).isEqualTo("invalid_grant");
        var stranger = shop.exchange(code, "client_secret", "guess");
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.text("error")).isEqualTo("invalid_client");
        assertThat(stranger.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(shop.exchange(code).status()).isEqualTo(200);
    }

    @Test
    void a_code_that_comes_again_ends_the_session_made_from_it() {
        var shop = registered("\"client_name\":\"Shop\"");
        var code = shop.allowed("email", ann);
        var tokens = shop.exchange(code);

        assertThat(shop.exchange(code).text("error")).isEqualTo("invalid_grant");
        assertThat(shop.refresh(tokens.text("refresh_token")).text("error"))
                .isEqualTo("invalid_grant");
        var info = server.get("/oauth/userinfo", AuthServer.bearer(tokens.text("access_token")));
        assertThat(info.status()).isEqualTo(401);
        assertThat(info.text("error")).isEqualTo("invalid_token");
    }

    @Test
    void refresh_tokens_rotate_and_serve_their_application_alone() {
        var shop = registered("\"client_name\":\"Shop\"");
        var other = registered("\"client_name\":\"Other\"");
        var first = shop.exchange(shop.allowed("openid email", ann)).text("refresh_token");

        assertThat(other.refresh(first).text("error")).isEqualTo("invalid_grant");
        assertThat(server.post("/token?grant_type=refresh_token",
                "{\"refresh_token\":\"" + first + "\"}").status()).isEqualTo(400);
        var second = shop.refresh(first);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("refresh_token")).isNotEqualTo(first);
        assertThat(second.text("scope")).isEqualTo("openid email");
        assertThat(second.text("id_token")).isNotEmpty();
    }

    @Test
    void a_public_application_needs_no_secret_and_any_port_of_its_machine() {
        var tool = OAuthApplication.register(server, "http://127.0.0.1/back",
                "\"token_endpoint_auth_method\":\"none\"");
        assertThat(tool.secret()).isNull();
        var moved = tool.at("http://127.0.0.1:51004/back");
        var code = moved.allowed("email", ann);

        assertThat(moved.exchange(code, "client_secret", "made-up").text("error"))
                .isEqualTo("invalid_client");
        assertThat(moved.exchange(code).status()).isEqualTo(200);
        // Any program of that machine could be behind it, so the person is asked each time.
        assertThat(server.get("/oauth/authorizations/" + moved.authorize("email", ""),
                AuthServer.bearer(ann)).json().has("redirect_url")).isFalse();
    }

    @Test
    void who_has_allowed_as_much_is_not_asked_again_until_it_is_revoked() {
        var shop = registered("\"client_name\":\"Remembered\"");
        var tokens = shop.exchange(shop.allowed("email profile", bob));

        var again = server.get("/oauth/authorizations/" + shop.authorize("email", ""),
                AuthServer.bearer(bob));
        assertThat(shop.exchange(Landed.of(again.text("redirect_url")).parameter("code")).status())
                .isEqualTo(200);
        assertThat(server.get("/oauth/authorizations/" + shop.authorize("email phone", ""),
                AuthServer.bearer(bob)).json().has("client")).isTrue();
        var grants = server.get("/user/oauth/grants", AuthServer.bearer(bob)).json();
        assertThat(grants).hasSize(1);
        assertThat(grants.get(0).path("client").path("name").asString()).isEqualTo("Remembered");
        assertThat(grants.get(0).path("scopes").toString()).isEqualTo("[\"email\",\"profile\"]");

        var path = "/user/oauth/grants?client_id=" + shop.id();
        assertThat(server.auth("DELETE", path, null, AuthServer.bearer(bob)).status())
                .isEqualTo(204);
        assertThat(server.auth("DELETE", path, null, AuthServer.bearer(bob)).text("code"))
                .isEqualTo("oauth_consent_not_found");
        assertThat(shop.refresh(tokens.text("refresh_token")).text("error"))
                .isEqualTo("invalid_grant");
        assertThat(server.get("/oauth/authorizations/" + shop.authorize("email", ""),
                AuthServer.bearer(bob)).json().has("client")).isTrue();
    }

    @Test
    void an_authorization_belongs_to_who_opened_it_and_is_decided_once() {
        var shop = registered("\"client_name\":\"Shop\"");
        var name = shop.authorize("phone", "");
        server.get("/oauth/authorizations/" + name, AuthServer.bearer(ann));

        var foreign = server.get("/oauth/authorizations/" + name, AuthServer.bearer(bob));
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text("code")).isEqualTo("oauth_authorization_not_found");
        assertThat(server.get("/oauth/authorizations/" + name).status()).isEqualTo(401);
        assertThat(shop.decide(name, "deny", ann).parameter("error")).isEqualTo("access_denied");
        assertThat(server.post("/oauth/authorizations/" + name + "/consent",
                "{\"action\":\"approve\"}", AuthServer.bearer(ann)).status()).isEqualTo(400);
    }

    @Test
    void authorizations_and_codes_expire() {
        var shop = registered("\"client_name\":\"Shop\"");
        var name = shop.authorize("email", "");
        var code = shop.allowed("profile", ann);
        server.tables().execute("update auth.oauth_authorizations set"
                + " created_at = now() - interval '1 hour', expires_at = now() - interval '1 s'"
                + " where client_id = '" + shop.id() + "'");

        assertThat(server.get("/oauth/authorizations/" + name, AuthServer.bearer(ann)).status())
                .isEqualTo(400);
        assertThat(shop.exchange(code).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void secrets_and_codes_are_kept_hashed_and_a_secret_may_come_in_the_header() {
        var shop = registered("\"client_name\":\"Shop\"");
        var code = shop.allowed("email", ann);
        assertThat(server.tables().value("select (select c::text from auth.oauth_clients c where"
                + " id = '" + shop.id() + "') || (select string_agg(a::text, '') from"
                + " auth.oauth_authorizations a)")).doesNotContain(shop.secret(), code);

        var basic = Base64.getEncoder().encodeToString(
                (shop.id() + ":" + shop.secret()).getBytes(StandardCharsets.UTF_8));
        var reply = server.post("/oauth/token", "{\"grant_type\":\"refresh_token\","
                + "\"refresh_token\":\"none\"}", "Authorization", "Basic " + basic);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo("invalid_grant");
        assertThat(server.post("/oauth/token", "{\"grant_type\":\"refresh_token\"}",
                "Authorization", "Basic !").status()).isEqualTo(401);
    }

    @Test
    void who_was_banned_gets_no_session_for_a_code() {
        var shop = registered("\"client_name\":\"Shop\"");
        var eve = signedUp("eve");
        var code = shop.allowed("email", eve);
        server.auth("PUT", "/admin/users/" + eve.path("user").path("id").asString(),
                "{\"ban_duration\":\"1h\"}", AuthServer.service());

        assertThat(shop.exchange(code).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void an_application_knows_its_person_but_cannot_act_on_the_account() {
        var shop = registered("\"client_name\":\"Shop\"");
        var tokens = shop.exchange(shop.allowed("email", ann));
        var bearer = AuthServer.bearer(tokens.text("access_token"));

        assertThat(server.get("/oauth/authorizations/" + shop.authorize("phone", ""), bearer)
                .status()).isEqualTo(403);
        assertThat(server.get("/user/oauth/grants", bearer).status()).isEqualTo(403);
        assertThat(server.auth("PUT", "/user", "{\"password\":\"another horse\"}", bearer).status())
                .isEqualTo(403);
        assertThat(server.post("/passkeys/registration/options", "{}", bearer).status())
                .isEqualTo(403);
        assertThat(server.get("/user", bearer).status()).isEqualTo(200);
    }

    @Test
    void administrators_look_after_applications() {
        var admin = AuthServer.service();
        var made = server.post("/admin/oauth/clients", "{\"client_name\":\"Made\","
                + "\"redirect_uris\":[\"" + BACK + "\"]}", admin);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("registration_type")).isEqualTo("manual");
        var path = "/admin/oauth/clients/" + made.text("client_id");

        assertThat(server.auth("PUT", path, "{\"client_name\":\"Renamed\"}", admin)
                .text("client_name")).isEqualTo("Renamed");
        assertThat(server.get(path, admin).json().has("client_secret")).isFalse();
        assertThat(server.get("/admin/oauth/clients?per_page=1", admin).json().path("clients"))
                .hasSize(1);
        var renewed = server.post(path + "/regenerate_secret", null, admin);
        assertThat(renewed.text("client_secret")).isNotEqualTo(made.text("client_secret"));
        assertThat(server.get(path, AuthServer.bearer(ann)).status()).isEqualTo(403);
        assertThat(server.post("/admin/oauth/clients", "{}", admin).text("code"))
                .isEqualTo("validation_failed");
        assertThat(server.auth("DELETE", path, null, admin).status()).isEqualTo(204);
        assertThat(server.get(path, admin).text("code")).isEqualTo("oauth_client_not_found");
    }

    @Test
    void others_find_the_server_by_its_issuer() {
        var openid = server.get("/.well-known/openid-configuration").json();
        var issuer = openid.path("issuer").asString();
        assertThat(openid.path("token_endpoint").asString()).isEqualTo(issuer + "/oauth/token");
        assertThat(openid.path("id_token_signing_alg_values_supported").toString())
                .isEqualTo("[\"ES256\"]");
        assertThat(openid.path("scopes_supported").toString()).contains("openid");
        for (var path : List.of("/.well-known/oauth-authorization-server",
                "/.well-known/oauth-authorization-server/auth/v1",
                "/.well-known/openid-configuration/auth/v1")) {
            assertThat(server.send("GET", path, null).text("issuer")).as(path).isEqualTo(issuer);
        }
    }

    @Test
    void where_people_have_one_session_each_application_has_one_too() {
        try (var single = AuthServer.start(Map.of("auth.sessions.single-per-user", "true",
                "auth.site-url", "https://site.example"))) {
            var session = single.post("/signup",
                    "{\"email\":\"fay@example.org\",\"password\":\"correct horse\"}").json();
            var shop = OAuthApplication.register(single, BACK, "\"client_name\":\"Shop\"");
            var first = shop.exchange(shop.allowed("email", session)).text("refresh_token");
            var second = shop.exchange(shop.allowed("email", session)).text("refresh_token");

            assertThat(single.post("/token?grant_type=refresh_token", "{\"refresh_token\":\""
                    + session.path("refresh_token").asString() + "\"}").status()).isEqualTo(200);
            assertThat(shop.refresh(first).text("error")).isEqualTo("invalid_grant");
            assertThat(shop.refresh(second).status()).isEqualTo(200);
        }
    }

    @Test
    void without_a_key_pair_there_are_no_id_tokens_and_disabled_there_is_nothing() {
        try (var plain = AuthServer.start(Map.of("auth.oauth-server.enabled", "false"))) {
            var openid = plain.get("/.well-known/openid-configuration").json();
            assertThat(openid.has("jwks_uri")).isTrue();
            assertThat(openid.has("token_endpoint")).isFalse();
            var refused = plain.get("/oauth/authorize");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.text("error")).isEqualTo("feature_disabled");
            assertThat(plain.get("/user/oauth/grants").text("code")).isEqualTo("feature_disabled");
        }
        try (var plain = AuthServer.start(Map.of("auth.oauth-server.enabled", "true",
                "auth.oauth-server.allow-dynamic-registration", "false"))) {
            assertThat(plain.get("/.well-known/openid-configuration").json()
                    .path("scopes_supported").toString()).doesNotContain("openid");
            assertThat(plain.post("/oauth/clients/register", "{}").status()).isEqualTo(404);
        }
    }
}
