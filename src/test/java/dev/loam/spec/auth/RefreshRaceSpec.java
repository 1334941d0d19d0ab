package dev.loam.spec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Refresh tokens rotate: who refreshes at once or loses an answer stays signed in, who shows an
/// old token ends the session.
class RefreshRaceSpec {
    private static final int WINDOWS = 50;
    private static AuthServer server;
    private static People people;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of());
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void many_windows_that_refresh_at_once_all_get_the_same_valid_session() {
        var session = people.signUp(People.address()).json();
        var replies = People.atOnce(WINDOWS, () -> people.refresh(token(session)));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies.stream().map(reply -> token(reply.json())).distinct()).hasSize(1);
        assertThat(token(replies.getFirst().json())).isNotEqualTo(token(session));
        assertThat(replies.stream()
                .map(reply -> people.user(reply.json()).status()).distinct())
                .containsExactly(200);
        assertThat(active(session)).isEqualTo(1);
        assertThat(count(session, "true")).isEqualTo(2);
    }

    @Test
    void the_chain_goes_on_after_a_race_and_races_again() {
        var session = people.signUp(People.address()).json();
        for (int round = 0; round < 3; round++) {
            var before = session;
            var replies = People.atOnce(8, () -> people.refresh(token(before)));
            assertThat(replies).extracting(Reply::status).containsOnly(200);
            session = replies.getLast().json();
        }
        assertThat(people.user(session).status()).isEqualTo(200);
        assertThat(active(session)).isEqualTo(1);
        assertThat(count(session, "true")).isEqualTo(4);
    }

    @Test
    void within_the_window_an_older_token_too_leads_to_the_one_that_counts() {
        var first = people.signUp(People.address()).json();
        var second = people.refresh(token(first)).json();
        var third = people.refresh(token(second)).json();

        var late = people.refresh(token(first));

        assertThat(late.status()).isEqualTo(200);
        assertThat(token(late.json())).isEqualTo(token(third));
    }

    @Test
    void after_the_window_the_parent_of_the_active_token_is_still_answered() {
        var first = people.signUp(People.address()).json();
        var second = people.refresh(token(first)).json();
        age(first);

        var again = people.refresh(token(first));

        assertThat(again.status()).isEqualTo(200);
        assertThat(token(again.json())).isEqualTo(token(second));
    }

    @Test
    void after_the_window_an_older_token_ends_the_whole_session() {
        var first = people.signUp(People.address()).json();
        var second = people.refresh(token(first)).json();
        var third = people.refresh(token(second)).json();
        age(first);

        var stolen = people.refresh(token(first));

        refused(stolen, "refresh_token_already_used", "Invalid Refresh Token: Already Used");
        assertThat(active(first)).isZero();
        refused(people.refresh(token(third)), "refresh_token_already_used",
                "Invalid Refresh Token: Already Used");
    }

    @Test
    void without_a_window_only_the_parent_is_forgiven() {
        try (var strict = AuthServer.start(Map.of("auth.refresh-token-reuse-interval", "0s"))) {
            var those = new People(strict);
            var first = those.signUp(People.address()).json();
            var second = those.refresh(token(first)).json();
            assertThat(those.refresh(token(first)).status()).isEqualTo(200);
            var third = those.refresh(token(second)).json();

            assertThat(those.refresh(token(first)).text("code"))
                    .isEqualTo("refresh_token_already_used");
            assertThat(those.refresh(token(third)).text("code"))
                    .isEqualTo("refresh_token_already_used");
        }
    }

    @Test
    void a_race_between_thief_and_owner_ends_in_one_chain() {
        var first = people.signUp(People.address()).json();
        var second = people.refresh(token(first)).json();
        var replies = People.atOnce(10, () -> people.refresh(
                Thread.currentThread().threadId() % 2 == 0 ? token(first) : token(second)));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(active(first)).isEqualTo(1);
    }

    @Test
    void an_imported_plain_token_is_refreshed_and_goes_on_hashed() {
        var session = people.signUp(People.address()).json();
        server.tables().execute("update auth.refresh_tokens set token = 'abcdef123456'"
                + " where session_id = '" + sessionId(session) + "'");

        var next = people.refresh("abcdef123456");

        assertThat(next.status()).isEqualTo(200);
        assertThat(server.tables().value("select string_agg(length(token)::text, ' ') from"
                + " auth.refresh_tokens where session_id = '" + sessionId(session) + "'"))
                .isEqualTo("64 64");
        assertThat(people.refresh(token(next.json())).status()).isEqualTo(200);
    }

    @Test
    void what_is_stored_opens_nothing() throws Exception {
        var session = people.signUp(People.address()).json();
        var stored = server.tables().value("select token from auth.refresh_tokens"
                + " where session_id = '" + sessionId(session) + "'");

        assertThat(stored).isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(token(session).getBytes(StandardCharsets.UTF_8))));
        refused(people.refresh(stored), "refresh_token_not_found",
                "Invalid Refresh Token: Refresh Token Not Found");
        assertThat(people.refresh(token(session)).status()).isEqualTo(200);
    }

    @Test
    void sign_out_while_windows_refresh_leaves_nothing_that_counts() {
        var session = people.signUp(People.address()).json();
        var replies = People.atOnce(12, () -> Thread.currentThread().threadId() % 4 == 0
                ? server.post("/logout", null, AuthServer.bearer(session))
                : people.refresh(token(session)));

        server.post("/logout", null, AuthServer.bearer(session));
        assertThat(replies).extracting(Reply::status).isSubsetOf(200, 204, 400, 403);
        assertThat(count(session, "true")).isZero();
    }

    private static void refused(Reply reply, String code, String message) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.text("message")).isEqualTo(message);
    }

    private static String token(JsonNode session) {
        return session.path("refresh_token").asString();
    }

    private static String sessionId(JsonNode session) {
        return server.tables().value("select max(id::text) from auth.sessions where user_id = '"
                + session.path("user").path("id").asString() + "'");
    }

    /// Moves every use of a token of the session out of the window.
    private static void age(JsonNode session) {
        server.tables().execute("update auth.refresh_tokens set updated_at = updated_at"
                + " - interval '1 minute' where session_id = '" + sessionId(session) + "'");
    }

    private static int active(JsonNode session) {
        return count(session, "not revoked");
    }

    private static int count(JsonNode session, String condition) {
        return Integer.parseInt(server.tables().value("select count(*) from auth.refresh_tokens"
                + " where user_id = '" + session.path("user").path("id").asString() + "' and "
                + condition));
    }
}
