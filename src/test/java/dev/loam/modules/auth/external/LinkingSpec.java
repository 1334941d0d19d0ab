package dev.loam.modules.auth.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.modules.auth.external.House.Answered;
import dev.loam.modules.auth.external.House.Settings;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Whose account somebody is let into whom a service vouches for, and who is kept out.
class LinkingSpec {
    private static House house;
    private static House strict;

    @BeforeAll
    static void open() {
        house = new House(Settings.USUAL);
        strict = new House(new Settings(false, true, false));
    }

    @AfterAll
    static void close() {
        house.close();
        strict.close();
    }

    private static ObjectNode signUp(House at, String email) {
        return at.post("/signup", Map.of(),
                "{\"email\":\"" + email + "\",\"password\":\"correct horse\"}").json();
    }

    private static Answered password(House at, String email) {
        return at.post("/token", Map.of("grant_type", "password"),
                "{\"email\":\"" + email + "\",\"password\":\"correct horse\"}");
    }

    @Test
    void a_verified_address_leads_to_the_account_that_has_it_confirmed() {
        var account = signUp(house, "ann@example.com").path("user").path("id").asString();
        house.provider.person("ann-there", "ANN@example.com", true);
        var user = house.user(house.signIn("house"));
        assertThat(user.path("sub").asString()).isEqualTo(account);
        assertThat(user.path("app_metadata").toString())
                .isEqualTo("{\"provider\":\"email\",\"providers\":[\"email\",\"house\"]}");
        assertThat(password(house, "ann@example.com").status()).isEqualTo(200);
    }

    @Test
    void an_unverified_address_leads_to_nobody_s_account() {
        var account = signUp(house, "bea@example.com").path("user").path("id").asString();
        for (var verified : new Boolean[] {false, null}) {
            house.provider.person("mallory-" + verified, "bea@example.com", verified);
            var user = house.user(house.signIn("house"));
            assertThat(user.path("sub").asString()).isNotEqualTo(account);
            assertThat(user.path("email").asString()).isEmpty();
            assertThat(user.path("user_metadata").has("email")).isFalse();
        }
    }

    @Test
    void an_unverified_address_is_not_confirmed_and_its_verified_owner_takes_it_back() {
        house.provider.person("squatter", "cleo@example.com", false);
        var squatter = house.signIn("house");
        assertThat(house.database.value("select email_confirmed_at from auth.users"
                + " where email = 'cleo@example.com'")).isNull();

        house.second.person("cleo", "cleo@example.com", true);
        var owner = house.user(house.signIn("second"));
        assertThat(owner.path("app_metadata").path("providers").toString())
                .isEqualTo("[\"second\"]");
        assertThat(house.ask("GET", "/user", Map.of(), "",
                squatter.fragment().get("access_token")).status()).isEqualTo(403);
        assertThat(house.post("/token", Map.of("grant_type", "refresh_token"),
                "{\"refresh_token\":\"" + squatter.fragment().get("refresh_token") + "\"}")
                .status()).isEqualTo(400);
        assertThat(house.user(house.signIn("house")).path("sub").asString())
                .as("the squatter has another account now")
                .isNotEqualTo(owner.path("sub").asString());
    }

    @Test
    void a_password_set_before_the_owner_came_does_not_count_afterwards() {
        var prepared = signUp(strict, "dora@example.com");
        assertThat(prepared.has("email_confirmed_at")).isFalse();
        strict.provider.person("dora", "dora@example.com", true);
        var owner = strict.user(strict.signIn("house"));
        assertThat(owner.path("sub").asString()).isEqualTo(prepared.path("id").asString());
        assertThat(owner.path("app_metadata").toString())
                .isEqualTo("{\"provider\":\"house\",\"providers\":[\"house\"]}");
        assertThat(password(strict, "dora@example.com").json().path("code").asString())
                .isEqualTo("invalid_credentials");
        assertThat(strict.database.value("select count(*) from auth.one_time_tokens where"
                + " user_id = '" + owner.path("sub").asString() + "'")).isEqualTo("0");
    }

    @Test
    void where_addresses_need_proof_an_unverified_one_gets_a_mail_first() throws Exception {
        strict.mails.clear();
        strict.provider.person("ella", "ella@example.com", false);
        assertThat(strict.signIn("house").fragment())
                .containsEntry("error_code", "provider_email_needs_verification")
                .doesNotContainKey("access_token");
        assertThat(strict.mails.poll(10, TimeUnit.SECONDS).toString()).isNotNull();
        strict.database.execute("update auth.users set email_confirmed_at = now()"
                + " where email = 'ella@example.com'");
        assertThat(strict.signIn("house").fragment()).containsKey("access_token");
    }

    @Test
    void people_without_an_address_are_let_in_only_where_that_is_wanted() {
        house.provider.person("noname", null, null);
        assertThat(house.signIn("house").fragment()).containsEntry("error_description",
                "Error getting user email from external provider");
    }

    @Test
    void nobody_new_comes_in_where_sign_up_is_closed() {
        try (var closed = new House(new Settings(true, false, false))) {
            closed.provider.person("late", "late@example.com", true);
            assertThat(closed.signIn("house").fragment())
                    .containsEntry("error", "access_denied")
                    .containsEntry("error_code", "signup_disabled");
        }
    }

    @Test
    void a_banned_account_stays_closed() {
        house.provider.person("bad", "bad@example.com", true);
        house.signIn("house");
        house.database.execute("update auth.users set banned_until = now() + interval '1 day'"
                + " where email = 'bad@example.com'");
        assertThat(house.signIn("house").fragment()).containsEntry("error_code", "user_banned");
    }

    @Test
    void two_first_sign_ins_at_once_make_one_account() throws Exception {
        house.provider.person("twin", "twin@example.com", true);
        var token = house.provider.idToken(null);
        Callable<Answered> signIn = () -> house.post("/token", Map.of("grant_type", "id_token"),
                "{\"provider\":\"house\",\"id_token\":\"" + token + "\"}");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(Collections.nCopies(8, signIn))) {
                assertThat(done.get().status()).isEqualTo(200);
            }
        }
        assertThat(house.database.value("select count(*) from auth.users"
                + " where email = 'twin@example.com'")).isEqualTo("1");
    }

    @Test
    void an_identity_is_linked_by_hand_and_unlinked_but_never_the_last_one() {
        house.provider.person("hana", "hana@example.com", true);
        var token = house.signIn("house").fragment().get("access_token");
        house.second.person("hana-elsewhere", "other@example.com", true);
        var linked = link(token, "second");
        assertThat(linked.fragment()).containsKey("access_token");
        assertThat(house.user(linked).path("email").asString()).isEqualTo("hana@example.com");
        assertThat(house.user(linked).path("app_metadata").path("providers").toString())
                .isEqualTo("[\"house\",\"second\"]");
        assertThat(link(token, "second").fragment())
                .containsEntry("error_code", "identity_already_exists");

        assertThat(unlink(token, identity("hana-elsewhere")).status()).isEqualTo(200);
        assertThat(unlink(token, identity("hana")).json().path("code").asString())
                .isEqualTo("single_identity_not_deletable");
        house.provider.person("another", "another@example.com", true);
        house.signIn("house");
        link(token, "second");
        assertThat(unlink(token, identity("another")).json().path("code").asString())
                .as("somebody else's").isEqualTo("identity_not_found");
    }

    private static Answered link(String token, String provider) {
        var url = house.ask("GET", "/user/identities/authorize", Map.of("provider", provider,
                "redirect_to", House.APP, "skip_http_redirect", "true"), "", token);
        return house.get("/callback", house.visit(url.json().path("url").asString()));
    }

    private static Answered unlink(String token, String identity) {
        return house.ask("DELETE", "/user/identities/" + identity, Map.of(), "", token);
    }

    private static String identity(String subject) {
        return house.database.value(
                "select id from auth.identities where provider_id = '" + subject + "'");
    }

    @Test
    void an_account_without_a_name_gets_one_by_linking() {
        var nameless = house.post("/signup", Map.of(), "{}").json();
        assertThat(nameless.path("user").path("is_anonymous").asBoolean()).isTrue();
        house.second.person("newcomer", "newcomer@example.com", true);
        var named = house.user(link(nameless.path("access_token").asString(), "second"));
        assertThat(named.path("sub").asString())
                .isEqualTo(nameless.path("user").path("id").asString());
        assertThat(named.path("is_anonymous").asBoolean()).isFalse();
        assertThat(named.path("email").asString()).isEqualTo("newcomer@example.com");
    }

    @Test
    void linking_by_hand_is_off_unless_wanted() {
        for (var refused : new Answered[] {
            strict.ask("GET", "/user/identities/authorize", Map.of("provider", "house"), "", "x"),
            strict.ask("DELETE", "/user/identities/x", Map.of(), "", "x")}) {
            assertThat(refused.json().path("code").asString())
                    .isEqualTo("manual_linking_disabled");
        }
    }
}
