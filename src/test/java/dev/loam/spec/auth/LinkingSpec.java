package dev.loam.spec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.spec.auth.Federation.Landed;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Whose account somebody is let into whom a service vouches for, and who is kept out.
class LinkingSpec {
    private static Federation all;
    private static Federation strict;

    @BeforeAll
    static void open() {
        all = new Federation(Map.of("auth.enable-manual-linking", "true"));
        strict = new Federation(Map.of("auth.email.enable-confirmations", "true"));
    }

    @AfterAll
    static void close() {
        all.close();
        strict.close();
    }

    private static JsonNode signUp(Federation at, String email) {
        return at.server.post("/signup",
                "{\"email\":\"" + email + "\",\"password\":\"correct horse\"}").json();
    }

    private static AuthServer.Reply password(Federation at, String email) {
        return at.server.post("/token?grant_type=password",
                "{\"email\":\"" + email + "\",\"password\":\"correct horse\"}");
    }

    @Test
    void a_verified_address_leads_to_the_account_that_has_it_confirmed() {
        var account = signUp(all, "ann@example.com").path("user").path("id").asString();
        all.house.person("ann-there", "ANN@example.com", true);
        var user = all.signIn("house").claims();
        assertThat(user.path("sub").asString()).isEqualTo(account);
        assertThat(user.path("app_metadata").toString())
                .isEqualTo("{\"provider\":\"email\",\"providers\":[\"email\",\"house\"]}");
        assertThat(password(all, "ann@example.com").status()).isEqualTo(200);
    }

    @Test
    void an_unverified_address_leads_to_nobody_s_account() {
        var account = signUp(all, "bea@example.com").path("user").path("id").asString();
        for (var verified : new Boolean[] {false, null}) {
            all.house.person("mallory-" + verified, "bea@example.com", verified);
            var user = all.signIn("house").claims();
            assertThat(user.path("sub").asString()).isNotEqualTo(account);
            assertThat(user.path("email").asString()).isEmpty();
            assertThat(user.path("user_metadata").has("email")).isFalse();
        }
    }

    @Test
    void an_unverified_address_is_not_confirmed_and_its_verified_owner_takes_it_back() {
        all.house.person("squatter", "cleo@example.com", false);
        var squatter = all.signIn("house");
        assertThat(all.server.tables().value("select email_confirmed_at from auth.users"
                + " where email = 'cleo@example.com'")).isNull();

        all.second.person("cleo", "cleo@example.com", true);
        var owner = all.signIn("second").claims();
        assertThat(owner.path("app_metadata").path("providers").toString())
                .isEqualTo("[\"second\"]");
        assertThat(all.server.get("/user", AuthServer.bearer(
                squatter.fragment().get("access_token"))).status()).isEqualTo(403);
        assertThat(all.server.post("/token?grant_type=refresh_token",
                "{\"refresh_token\":\"" + squatter.fragment().get("refresh_token") + "\"}")
                .status()).isEqualTo(400);
        assertThat(all.signIn("house").claims().path("sub").asString())
                .as("the squatter has another account now")
                .isNotEqualTo(owner.path("sub").asString());
    }

    @Test
    void a_password_set_before_the_owner_came_does_not_count_afterwards() {
        var prepared = signUp(strict, "dora@example.com");
        assertThat(prepared.has("email_confirmed_at")).isFalse();
        strict.house.person("dora", "dora@example.com", true);
        var owner = strict.signIn("house").claims();
        assertThat(owner.path("sub").asString()).isEqualTo(prepared.path("id").asString());
        assertThat(owner.path("app_metadata").toString())
                .isEqualTo("{\"provider\":\"house\",\"providers\":[\"house\"]}");
        assertThat(password(strict, "dora@example.com").text("code"))
                .isEqualTo("invalid_credentials");
        assertThat(strict.server.tables().value("select count(*) from auth.one_time_tokens where"
                + " user_id = '" + owner.path("sub").asString() + "'")).isEqualTo("0");
    }

    @Test
    void where_addresses_need_proof_an_unverified_one_gets_a_mail_first() {
        strict.house.person("ella", "ella@example.com", false);
        assertThat(strict.signIn("house").fragment())
                .containsEntry("error_code", "provider_email_needs_verification")
                .doesNotContainKey("access_token");
        assertThat(strict.server.mailbox("ella@example.com", 1)).hasSize(1);
        strict.server.tables().execute("update auth.users set email_confirmed_at = now()"
                + " where email = 'ella@example.com'");
        assertThat(strict.signIn("house").fragment()).containsKey("access_token");
    }

    @Test
    void people_without_an_address_are_let_in_only_where_that_is_wanted() {
        all.house.person("noname", null, null);
        assertThat(all.signIn("house").fragment()).containsEntry("error_description",
                "Error getting user email from external provider");
    }

    @Test
    void nobody_new_comes_in_where_sign_up_is_closed() {
        try (var closed = new Federation(Map.of("auth.enable-signup", "false"))) {
            closed.house.person("late", "late@example.com", true);
            assertThat(closed.signIn("house").fragment())
                    .containsEntry("error", "access_denied")
                    .containsEntry("error_code", "signup_disabled");
        }
    }

    @Test
    void a_banned_account_stays_closed() {
        all.house.person("bad", "bad@example.com", true);
        all.signIn("house");
        all.server.tables().execute("update auth.users set banned_until = now() + interval '1 day'"
                + " where email = 'bad@example.com'");
        assertThat(all.signIn("house").fragment()).containsEntry("error_code", "user_banned");
    }

    @Test
    void two_first_sign_ins_at_once_make_one_account() throws Exception {
        all.house.person("twin", "twin@example.com", true);
        var token = all.house.idToken(null);
        Callable<AuthServer.Reply> signIn = () -> all.idToken(token, Map.of());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(Collections.nCopies(8, signIn))) {
                assertThat(done.get().status()).isEqualTo(200);
            }
        }
        assertThat(all.server.tables().value("select count(*) from auth.users"
                + " where email = 'twin@example.com'")).isEqualTo("1");
    }

    @Test
    void an_identity_is_linked_by_hand_and_unlinked_but_never_the_last_one() {
        all.house.person("hana", "hana@example.com", true);
        var token = all.signIn("house").fragment().get("access_token");
        all.second.person("hana-elsewhere", "other@example.com", true);
        var linked = link(token, "second");
        assertThat(linked.fragment()).containsKey("access_token");
        assertThat(linked.claims().path("email").asString()).isEqualTo("hana@example.com");
        assertThat(linked.claims().path("app_metadata").path("providers").toString())
                .isEqualTo("[\"house\",\"second\"]");
        assertThat(link(token, "second").fragment())
                .containsEntry("error_code", "identity_already_exists");

        assertThat(unlink(token, identity("hana-elsewhere")).status()).isEqualTo(200);
        assertThat(unlink(token, identity("hana")).text("code"))
                .isEqualTo("single_identity_not_deletable");
        all.house.person("another", "another@example.com", true);
        all.signIn("house");
        link(token, "second");
        assertThat(unlink(token, identity("another")).text("code"))
                .as("somebody else's").isEqualTo("identity_not_found");
    }

    private static Landed link(String token, String provider) {
        var url = all.server.get("/user/identities/authorize?" + Federation.encoded(Map.of(
                "provider", provider, "redirect_to", Federation.APP,
                "skip_http_redirect", "true")), AuthServer.bearer(token));
        return all.callback(all.visit(url.text("url")));
    }

    private static AuthServer.Reply unlink(String token, String identity) {
        return all.server.auth("DELETE", "/user/identities/" + identity, null,
                AuthServer.bearer(token));
    }

    private static String identity(String subject) {
        return all.server.tables().value(
                "select id from auth.identities where provider_id = '" + subject + "'");
    }

    @Test
    void an_account_without_a_name_gets_one_by_linking() {
        var nameless = all.server.post("/signup", "{}").json();
        assertThat(nameless.path("user").path("is_anonymous").asBoolean()).isTrue();
        all.second.person("newcomer", "newcomer@example.com", true);
        var named = link(nameless.path("access_token").asString(), "second").claims();
        assertThat(named.path("sub").asString())
                .isEqualTo(nameless.path("user").path("id").asString());
        assertThat(named.path("is_anonymous").asBoolean()).isFalse();
        assertThat(named.path("email").asString()).isEqualTo("newcomer@example.com");
    }

    @Test
    void linking_by_hand_is_off_unless_wanted() {
        var signedIn = AuthServer.bearer("x");
        for (var refused : new AuthServer.Reply[] {
            strict.server.get("/user/identities/authorize?provider=house", signedIn),
            strict.server.auth("DELETE", "/user/identities/x", null, signedIn)}) {
            assertThat(refused.text("code"))
                    .isEqualTo("manual_linking_disabled");
        }
    }
}
