package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What ends a session: its time, its rest, a newer one, its owner, an administrator.
class SessionLimitsSpec {
    private static AuthServer server;
    private static People people;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of("auth.sessions.timebox", "24h",
                "auth.sessions.inactivity-timeout", "1h"));
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_session_lasts_no_longer_than_its_time_box() {
        var session = people.signUp(People.address()).json();
        shift("auth.sessions", "user_id", "created_at", session, "25 hours");
        expired(refresh(session), "Invalid Refresh Token: Session Expired");

        var other = people.signUp(People.address()).json();
        shift("auth.sessions", "user_id", "not_after", other, "25 hours");
        expired(refresh(other), "Invalid Refresh Token: Session Expired");
    }

    @Test
    void a_session_lasts_no_longer_than_it_is_used() {
        var session = people.signUp(People.address()).json();
        shift("auth.refresh_tokens", "user_id::uuid", "created_at", session, "50 minutes");
        var refreshed = refresh(session);
        assertThat(refreshed.status()).isEqualTo(200);

        shift("auth.refresh_tokens", "user_id::uuid", "created_at", session, "61 minutes");
        expired(refresh(refreshed.json()), "Invalid Refresh Token: Session Expired (Inactivity)");
    }

    @Test
    void a_single_session_ends_with_a_newer_one() {
        try (var single = AuthServer.start(Map.of("auth.sessions.single-per-user", "true"))) {
            var those = new People(single);
            var email = People.address();
            var first = those.signUp(email).json();
            var second = those.signIn(email).json();

            expired(those.refresh(token(first)),
                    "Invalid Refresh Token: Session Expired (Revoked by Newer Login)");
            assertThat(those.refresh(token(second)).status()).isEqualTo(200);
        }
    }

    @Test
    void sign_out_ends_this_session_the_others_or_all() {
        var email = People.address();
        people.signUp(email);
        var here = people.signIn(email).json();
        var there = people.signIn(email).json();

        assertThat(signOut("others", here)).isEqualTo(204);
        assertThat(people.user(here).status()).isEqualTo(200);
        gone(there);

        var third = people.signIn(email).json();
        assertThat(signOut("local", third)).isEqualTo(204);
        gone(third);
        assertThat(refresh(here).status()).isEqualTo(200);

        var fourth = people.signIn(email).json();
        assertThat(signOut("global", fourth)).isEqualTo(204);
        gone(fourth);
        gone(here);
    }

    @Test
    void sign_out_knows_no_other_scope_and_ends_nothing_then() {
        var session = people.signUp(People.address()).json();
        var reply = server.post("/logout?scope=everybody", null, AuthServer.bearer(session));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("validation_failed");
        assertThat(people.user(session).status()).isEqualTo(200);
    }

    @Test
    void who_is_banned_refreshes_nothing_and_signs_in_no_more() {
        var email = People.address();
        var session = people.signUp(email).json();
        admin("PUT", session, "{'ban_duration':'24h'}");

        var refused = refresh(session);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("user_banned");
        assertThat(refused.text("message")).isEqualTo("Invalid Refresh Token: User Banned");
        assertThat(people.user(session).status()).isEqualTo(403);
        assertThat(people.signIn(email).text("code")).isEqualTo("user_banned");
        assertThat(people.post("/token?grant_type=password", "{'email':'" + email
                + "','password':'another one'}").text("code")).isEqualTo("invalid_credentials");

        admin("PUT", session, "{'ban_duration':'none'}");
        assertThat(refresh(session).status()).isEqualTo(200);
    }

    @Test
    void who_is_deleted_has_no_session_left() {
        var session = people.signUp(People.address()).json();
        admin("DELETE", session, null);
        assertThat(refresh(session).text("code")).isEqualTo("refresh_token_not_found");
        var reply = people.user(session);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text("code")).isEqualTo("user_not_found");

        var email = People.address();
        var other = people.signUp(email).json();
        admin("DELETE", other, "{'should_soft_delete':true}");
        assertThat(refresh(other).status()).isEqualTo(400);
        assertThat(people.user(other).text("code")).isEqualTo("user_not_found");
        assertThat(people.signIn(email).text("code")).isEqualTo("invalid_credentials");
    }

    @Test
    void a_new_password_ends_the_other_sessions() {
        var email = People.address();
        var here = people.signUp(email).json();
        var there = people.signIn(email).json();

        var changed = server.auth("PUT", "/user", json("{'password':'another horse'}"),
                AuthServer.bearer(here));

        assertThat(changed.status()).isEqualTo(200);
        gone(there);
        assertThat(people.user(here).status()).isEqualTo(200);
        assertThat(refresh(here).status()).isEqualTo(200);
        assertThat(people.signIn(email).text("code")).isEqualTo("invalid_credentials");
    }

    private static void gone(JsonNode session) {
        assertThat(people.user(session).text("code")).isEqualTo("session_not_found");
        assertThat(refresh(session).text("code")).isEqualTo("refresh_token_not_found");
    }

    private static void expired(Reply reply, String message) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("session_expired");
        assertThat(reply.text("message")).isEqualTo(message);
    }

    private static Reply refresh(JsonNode session) {
        return people.refresh(token(session));
    }

    private static String token(JsonNode session) {
        return session.path("refresh_token").asString();
    }

    private static int signOut(String scope, JsonNode session) {
        return server.post("/logout?scope=" + scope, null, AuthServer.bearer(session)).status();
    }

    private static void admin(String method, JsonNode session, String quoted) {
        var reply = server.auth(method, "/admin/users/" + id(session), json(quoted),
                AuthServer.service());
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(200);
    }

    private static String id(JsonNode session) {
        return session.path("user").path("id").asString();
    }

    private static void shift(
            String table, String key, String column, JsonNode session, String back) {
        server.tables().execute("update " + table + " set " + column + " = " + column
                + " - interval '" + back + "' where " + key + " = '" + id(session) + "'");
    }
}
