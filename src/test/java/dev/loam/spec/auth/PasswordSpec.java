package dev.loam.spec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Accounts with an address and a password, where addresses count without proof.
class PasswordSpec {
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
    void sign_up_begins_a_session_and_row_level_security_knows_it() {
        var reply = server.post("/signup",
                "{\"email\":\"Ann@Example.org \",\"password\":\"correct horse\","
                        + "\"data\":{\"name\":\"Ann\"}}");

        assertThat(reply.status()).isEqualTo(200);
        var session = reply.json();
        assertThat(session.path("token_type").asString()).isEqualTo("bearer");
        assertThat(session.path("expires_in").asInt()).isEqualTo(3600);
        var user = session.path("user");
        assertThat(user.path("email").asString()).isEqualTo("ann@example.org");
        assertThat(user.path("phone").asString()).isEmpty();
        assertThat(user.path("user_metadata").path("name").asString()).isEqualTo("Ann");
        assertThat(user.path("app_metadata").toString())
                .isEqualTo("{\"provider\":\"email\",\"providers\":[\"email\"]}");
        assertThat(user.path("identities")).hasSize(1);
        assertThat(user.has("email_confirmed_at")).isTrue();
        assertThat(server.get("/user", AuthServer.bearer(session)).text("id"))
                .isEqualTo(user.path("id").asString());
    }

    @Test
    void the_same_address_signs_up_once() {
        server.post("/signup", "{\"email\":\"bob@example.org\",\"password\":\"secret1\"}");
        var again = server.post("/signup",
                "{\"email\":\"BOB@example.org\",\"password\":\"secret2\"}");

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text("code")).isEqualTo("user_already_exists");
        assertThat(again.header("x-sb-error-code")).isEqualTo("user_already_exists");
    }

    @Test
    void sign_in_takes_the_right_password_only() {
        server.post("/signup", "{\"email\":\"cid@example.org\",\"password\":\"secret1\"}");

        var right = server.post("/token?grant_type=password",
                "{\"email\":\"cid@example.org\",\"password\":\"secret1\"}");
        var wrong = server.post("/token?grant_type=password",
                "{\"email\":\"cid@example.org\",\"password\":\"secret2\"}");
        var unknown = server.post("/token?grant_type=password",
                "{\"email\":\"nobody@example.org\",\"password\":\"secret2\"}");

        assertThat(right.status()).isEqualTo(200);
        assertThat(right.header("sb-auth-user-id"))
                .isEqualTo(right.json().path("user").path("id").asString());
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.raw().text()).isEqualTo(unknown.raw().text());
        assertThat(wrong.text("code")).isEqualTo("invalid_credentials");
    }

    @Test
    void a_short_password_is_weak() {
        var weak = server.post("/signup", "{\"email\":\"dee@example.org\",\"password\":\"12345\"}");

        assertThat(weak.status()).isEqualTo(422);
        assertThat(weak.text("code")).isEqualTo("weak_password");
        assertThat(weak.json().path("weak_password").path("reasons").toString())
                .isEqualTo("[\"length\"]");
    }

    @Test
    void an_old_client_gets_the_status_as_code() {
        var answer = new dev.loam.fixture.RawHttp(server.port()).send("POST",
                "/auth/v1/token?grant_type=password", java.util.List.of(),
                "{\"email\":\"x@example.org\",\"password\":\"nope\"}".getBytes());

        assertThat(answer.text()).isEqualTo("{\"code\":400,\"error_code\":\"invalid_credentials\","
                + "\"msg\":\"Invalid login credentials\"}");
    }

    @Test
    void a_session_is_refreshed_and_ended() {
        var session = server.post("/signup",
                "{\"email\":\"eve@example.org\",\"password\":\"secret1\"}").json();
        var refreshed = server.post("/token?grant_type=refresh_token", "{\"refresh_token\":\""
                + session.path("refresh_token").asString() + "\"}");

        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.text("refresh_token"))
                .isNotEqualTo(session.path("refresh_token").asString());
        assertThat(server.post("/logout", null, AuthServer.bearer(refreshed.json())).status())
                .isEqualTo(204);
        assertThat(server.get("/user", AuthServer.bearer(refreshed.json())).text("code"))
                .isEqualTo("session_not_found");
        assertThat(server.post("/token?grant_type=refresh_token", "{\"refresh_token\":\""
                + refreshed.text("refresh_token") + "\"}").text("code"))
                .isEqualTo("refresh_token_not_found");
    }
}
