package dev.loam.spec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.OAuthApplication;
import dev.loam.fixture.RawHttp;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client sends that the tables cannot hold, and what must not outlive a change of an
/// account.
class ReviewSpec {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static Federation all;
    private static AuthServer server;

    @BeforeAll
    static void open() {
        all = new Federation(Map.of("auth.oauth-server.enabled", "true"));
        server = all.server;
    }

    @AfterAll
    static void close() {
        all.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"nick":"a\\u0000b"}
            {"deep":[{"nick":"\\u0000"}]}
            {"a\\u0000b":1}
            """)
    void a_nul_anywhere_in_a_body_is_the_client_s_mistake(String data) {
        refused(server.post("/signup", "{\"data\":" + data + "}"), 400, "validation_failed");
        var ann = AuthPerson.signUp(server);
        refused(ann.call("PUT", "/user", "{\"data\":" + data + "}"), 400, "validation_failed");
    }

    @Test
    void a_nul_in_a_query_or_a_form_is_the_client_s_mistake() {
        refused(server.get("/admin/users?filter=a%00b", AuthServer.service()),
                400, "validation_failed");
        refused(server.get("/verify?type=signup&token=a%00b"), 400, "validation_failed");
        var form = "grant_type=refresh_token&client_id=c&refresh_token=a%00b";
        var answer = new RawHttp(server.port()).send("POST", "/auth/v1/oauth/token",
                List.<String[]>of(new String[] {
                    "Content-Type", "application/x-www-form-urlencoded"}),
                form.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("invalid_request");
    }

    @Test
    void a_value_too_long_for_its_column_is_the_client_s_mistake() {
        refused(server.post("/admin/users", "{\"email\":\"long@example.org\",\"role\":\""
                + "r".repeat(256) + "\"}", AuthServer.service()), 400, "validation_failed");
    }

    @Test
    void two_factors_of_one_blank_name_do_not_break_anything() {
        var ann = AuthPerson.signUp(server);
        var body = "{'factor_type':'totp','friendly_name':'\\t'}";
        assertThat(ann.call("POST", "/factors", body).status()).isEqualTo(200);
        refused(ann.call("POST", "/factors", body), 422, "mfa_factor_name_conflict");
    }

    @Test
    void what_a_user_says_of_themselves_is_bounded() {
        var ann = AuthPerson.signUp(server);
        var half = "x".repeat(5_000);
        assertThat(ann.call("PUT", "/user", "{'data':{'one':'" + half + "'}}").status())
                .isEqualTo(200);
        refused(ann.call("PUT", "/user", "{'data':{'two':'" + half + "'}}"),
                400, "validation_failed");
        assertThat(ann.call("PUT", "/user", "{'data':{'one':null}}").status()).isEqualTo(200);
        refused(server.post("/signup", "{\"data\":{\"one\":\"" + half + half + "\"}}"),
                400, "validation_failed");
    }

    @Test
    void a_change_of_address_that_somebody_else_began_ends_with_a_new_password() {
        var settings = new HashMap<>(Map.of("auth.email.enable-confirmations", "true",
                "auth.email.double-confirm-changes", "false"));
        try (var strict = AuthServer.start(settings)) {
            strict.post("/admin/users", "{\"email\":\"ann@example.org\",\"email_confirm\":true,"
                    + "\"password\":\"correct horse\"}", AuthServer.service());
            var thief = signIn(strict);
            assertThat(strict.auth("PUT", "/user", "{\"email\":\"thief@example.org\"}",
                    thief).status()).isEqualTo(200);
            var mail = strict.mailbox("thief@example.org", 1).getFirst().path("text").asString();
            var code = mail.replaceAll("(?s).*\\b(\\d{6})\\b.*", "$1");
            assertThat(code).hasSize(6);
            assertThat(strict.auth("PUT", "/user", "{\"password\":\"another horse\"}",
                    signIn(strict)).status()).isEqualTo(200);
            refused(strict.post("/verify", "{\"type\":\"email_change\",\"email\":"
                    + "\"thief@example.org\",\"token\":\"" + code + "\"}"), 403, "otp_expired");
        }
    }

    private static String[] signIn(AuthServer at) {
        return AuthServer.bearer(at.post("/token?grant_type=password",
                "{\"email\":\"ann@example.org\",\"password\":\"correct horse\"}").json());
    }

    @Test
    void a_code_of_whoever_held_an_address_before_its_owner_came_opens_nothing() {
        all.house.person("squatter", "carl@example.org", false);
        var code = all.callback(all.visit(all.authorize(Map.of("provider", "house",
                "redirect_to", Federation.APP, "code_challenge", CHALLENGE,
                "code_challenge_method", "s256")).location())).query().get("code");
        all.second.person("carl", "carl@example.org", true);
        var owner = all.signIn("second").claims().path("sub").asString();
        var squatter = server.post("/token?grant_type=pkce", "{\"auth_code\":\"" + code
                + "\",\"code_verifier\":\"" + VERIFIER + "\"}");
        assertThat(squatter.json().path("user").path("id").asString()).isNotEqualTo(owner);
        refused(squatter, 404, "flow_state_not_found");
    }

    @Test
    void a_password_that_a_stranger_set_before_an_invitation_does_not_count() {
        try (var strict = AuthServer.start(Map.of("auth.email.enable-confirmations", "true"))) {
            for (var name : List.of("ann", "bob")) {
                strict.post("/signup", "{\"email\":\"" + name + "@example.org\","
                        + "\"password\":\"correct horse\"}");
            }
            follow(strict, "\"type\":\"invite\",\"email\":\"ann@example.org\"");
            refused(strict.post("/token?grant_type=password", "{\"email\":\"ann@example.org\","
                    + "\"password\":\"correct horse\"}"), 400, "invalid_credentials");

            follow(strict, "\"type\":\"signup\",\"email\":\"bob@example.org\","
                    + "\"password\":\"another horse\"");
            refused(strict.post("/token?grant_type=password", "{\"email\":\"bob@example.org\","
                    + "\"password\":\"correct horse\"}"), 400, "invalid_credentials");
            assertThat(strict.post("/token?grant_type=password", "{\"email\":"
                    + "\"bob@example.org\",\"password\":\"another horse\"}").status())
                    .isEqualTo(200);
        }
    }

    /// Makes a link as an administrator and follows it.
    private static void follow(AuthServer at, String fields) {
        var link = at.post("/admin/generate_link", "{" + fields + "}", AuthServer.service());
        assertThat(at.post("/verify", "{\"type\":\"" + link.text("verification_type")
                + "\",\"token_hash\":\"" + link.text("hashed_token") + "\"}").status())
                .as(link.raw().text()).isEqualTo(200);
    }

    @Test
    void an_application_never_gets_an_id_token_that_the_secret_has_signed() {
        try (var site = AuthServer.start(Map.of("auth.site-url", "https://site.example/",
                "auth.oauth-server.enabled", "true",
                "auth.oauth-server.allow-dynamic-registration", "true"))) {
            var session = site.post("/signup", "{\"email\":\"ann@example.org\","
                    + "\"password\":\"correct horse\"}").json();
            var shop = OAuthApplication.register(site, "https://shop.example/back",
                    "\"client_name\":\"Shop\"");
            var tokens = shop.exchange(shop.allowed("email", session));
            assertThat(tokens.status()).isEqualTo(200);
            // As of a time when a key pair signed, which cannot be read now.
            site.tables().execute("update auth.sessions set scopes = 'openid email'"
                    + " where oauth_client_id is not null");
            var later = shop.refresh(tokens.text("refresh_token"));
            assertThat(later.status()).isEqualTo(200);
            assertThat(later.json().has("id_token")).isFalse();
        }
    }

    private static void refused(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
    }
}
