package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What administrators do with accounts.
class AdminSpec {
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
    private static AuthServer server;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply admin(String method, String path, String quoted) {
        return server.auth(method, path, json(quoted), AuthServer.service());
    }

    private static JsonNode made(String quoted) {
        var reply = admin("POST", "/admin/users", quoted);
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(200);
        return reply.json();
    }

    private static Reply signIn(String address, String password) {
        return server.post("/token?grant_type=password", json(
                "{'" + (address.contains("@") ? "email" : "phone") + "':'" + address
                        + "','password':'" + password + "'}"));
    }

    private static void refused(Reply reply, int status, String code) {
        assertThat(reply.text("code")).as(reply.raw().text()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void accounts_are_listed_in_pages_and_found_by_a_part_of_their_address() {
        for (int i = 0; i < 5; i++) {
            made("{'email':'page" + i + "@pages.example','email_confirm':true}");
        }
        var first = admin("GET", "/admin/users?page=1&per_page=2&filter=pages.EXAMPLE", null);
        assertThat(first.json().path("users")).hasSize(2);
        assertThat(first.json().path("aud").asString()).isEqualTo("authenticated");
        assertThat(first.header("X-Total-Count")).isEqualTo("5");
        // The client cuts a link at `;` and `=`: the page comes first, its relation behind.
        var links = first.header("Link").split(",");
        assertThat(links[0].split(";")[0].split("=")[1]).startsWith("2&");
        assertThat(links[0].split(";")[1].split("=")[1]).isEqualTo("\"next\"");
        assertThat(links[1].split(";")[0].split("=")[1]).startsWith("3&");
        assertThat(links[1].split(";")[1].split("=")[1]).isEqualTo("\"last\"");

        var last = admin("GET", "/admin/users?page=3&per_page=2&filter=pages.example", null);
        assertThat(last.json().path("users")).hasSize(1);
        assertThat(last.header("Link")).doesNotContain("next");
        refused(admin("GET", "/admin/users?page=x", null), 400, "validation_failed");
    }

    @Test
    void an_account_is_made_as_it_is_given() {
        var id = UUID.randomUUID().toString();
        var user = made("{'id':'" + id + "','email':'Whole@example.org','phone':'+1 555 0100',"
                + "'password':'secret1','email_confirm':true,'phone_confirm':true,"
                + "'user_metadata':{'name':'W'},'app_metadata':{'plan':'gold'}}");
        assertThat(user.path("id").asString()).isEqualTo(id);
        assertThat(user.path("email").asString()).isEqualTo("whole@example.org");
        assertThat(user.path("phone").asString()).isEqualTo("15550100");
        assertThat(user.path("identities").findValuesAsString("provider"))
                .containsExactlyInAnyOrder("email", "phone");
        assertThat(user.path("app_metadata").path("plan").asString()).isEqualTo("gold");
        assertThat(user.path("app_metadata").path("providers").toString())
                .isEqualTo("[\"email\",\"phone\"]");
        assertThat(user.path("user_metadata").path("name").asString()).isEqualTo("W");
        assertThat(signIn("whole@example.org", "secret1").status()).isEqualTo(200);
        assertThat(signIn("15550100", "secret1").status()).isEqualTo(200);

        refused(admin("POST", "/admin/users", "{'email':'whole@example.org'}"),
                422, "email_exists");
        refused(admin("POST", "/admin/users", "{'phone':'15550100'}"), 422, "phone_exists");
        refused(admin("POST", "/admin/users", "{'id':'" + id + "','email':'w2@example.org'}"),
                422, "user_already_exists");
    }

    @Test
    void an_address_that_nobody_confirmed_opens_nothing() {
        made("{'email':'later@example.org','password':'secret1'}");
        refused(signIn("later@example.org", "secret1"), 400, "email_not_confirmed");
    }

    @Test
    void imported_hashes_open_the_account_and_become_todays() {
        var hashes = List.of(
                new String[] {"b@import.example", "U*U",
                    "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"},
                new String[] {"a@import.example", "password",
                    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                            + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"},
                new String[] {"f@import.example", "user1password",
                    "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTv"
                            + "C8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw=="
                            + "$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHj"
                            + "oZilo78198JAdRuid5lQ=="});
        for (var one : hashes) {
            made("{'email':'" + one[0] + "','email_confirm':true,'password_hash':'" + one[2]
                    + "'}");
            refused(signIn(one[0], "something else"), 400, "invalid_credentials");
            assertThat(signIn(one[0], one[1]).status()).as(one[0]).isEqualTo(200);
            assertThat(hash(one[0])).as(one[0]).startsWith("$argon2id$");
            assertThat(signIn(one[0], one[1]).status()).as(one[0]).isEqualTo(200);
        }
        assertThat(hash("b@import.example")).contains("$m=19456,t=2,p=1$");
        refused(admin("POST", "/admin/users",
                "{'email':'n@import.example','password_hash':'md5 of something'}"),
                400, "validation_failed");
        refused(admin("POST", "/admin/users", "{'email':'n@import.example','password':'secret1',"
                + "'password_hash':'$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'}"
                ), 400, "validation_failed");
    }

    private static String hash(String email) {
        return server.tables().value(
                "select encrypted_password from auth.users where email = '" + email + "'");
    }

    @Test
    void what_is_wrong_is_said() {
        for (var wrong : List.of("{}", "{'email':'not an address'}", "{'phone':'abc'}",
                "{'email':7}", "{'email':'x@example.org','ban_duration':'soon'}",
                "{'email':'x@example.org','id':'7'}",
                "{'email':'x@example.org','user_metadata':[]}")) {
            refused(admin("POST", "/admin/users", wrong), 400, "validation_failed");
        }
        refused(admin("POST", "/admin/users", "{'email':'x@example.org','password':'123'}"),
                422, "weak_password");
        refused(admin("POST", "/admin/users", "{'email'"), 400, "bad_json");
        refused(admin("GET", "/admin/users/" + NOBODY, null), 404, "user_not_found");
        refused(admin("PUT", "/admin/users/" + NOBODY, "{}"), 404, "user_not_found");
        refused(admin("DELETE", "/admin/users/" + NOBODY, null), 404, "user_not_found");
        refused(admin("GET", "/admin/users/7", null), 404, "validation_failed");
    }

    @Test
    void only_administrators_may() {
        var ann = AuthPerson.signUp(server);
        for (var path : List.of("/admin/users", "/admin/users/" + ann.id(), "/admin/audit",
                "/admin/users/" + ann.id() + "/factors", "/admin/api-keys",
                "/admin/users/" + ann.id() + "/passkeys", "/admin/sso/providers")) {
            refused(ann.call("GET", path, null), 403, "not_admin");
            refused(server.get(path), 401, "no_authorization");
        }
        refused(ann.call("POST", "/admin/generate_link", "{}"), 403, "not_admin");
        refused(ann.call("POST", "/invite", "{}"), 403, "not_admin");
    }

    @Test
    void metadata_is_merged_and_a_null_takes_away() {
        var id = made("{'email':'meta@example.org','user_metadata':{'a':1,'b':2},"
                + "'app_metadata':{'x':1,'y':2}}").path("id").asString();
        var changed = admin("PUT", "/admin/users/" + id,
                "{'user_metadata':{'b':null,'c':3},'app_metadata':{'x':null,'z':[1]}}").json();
        assertThat(changed.path("user_metadata").has("b")).isFalse();
        assertThat(changed.path("user_metadata").path("a").asInt()).isEqualTo(1);
        assertThat(changed.path("user_metadata").path("c").asInt()).isEqualTo(3);
        assertThat(changed.path("app_metadata").has("x")).isFalse();
        assertThat(changed.path("app_metadata").path("z").toString()).isEqualTo("[1]");
        assertThat(changed.path("app_metadata").path("provider").asString()).isEqualTo("email");
    }

    @Test
    void a_new_address_is_that_of_the_identity_too() {
        var ann = AuthPerson.signUp(server);
        var changed = admin("PUT", "/admin/users/" + ann.id(),
                "{'email':'moved@example.org','email_confirm':true}").json();
        assertThat(changed.path("email").asString()).isEqualTo("moved@example.org");
        var identity = changed.path("identities").path(0);
        assertThat(identity.path("identity_data").path("email").asString())
                .isEqualTo("moved@example.org");
        assertThat(identity.path("email").asString()).isEqualTo("moved@example.org");
        assertThat(identity.path("identity_data").path("email_verified").asBoolean()).isTrue();
        assertThat(changed.path("user_metadata").path("email").asString())
                .isEqualTo("moved@example.org");
        assertThat(signIn(ann.email(), AuthPerson.PASSWORD).text("code"))
                .isEqualTo("invalid_credentials");
        assertThat(signIn("moved@example.org", AuthPerson.PASSWORD).status()).isEqualTo(200);
        var bob = AuthPerson.signUp(server);
        refused(admin("PUT", "/admin/users/" + bob.id(), "{'email':'moved@example.org'}"),
                422, "email_exists");
    }

    @Test
    void a_link_that_was_sent_to_the_old_address_opens_nothing() {
        var ann = AuthPerson.signUp(server);
        var link = admin("POST", "/admin/generate_link",
                "{'type':'recovery','email':'" + ann.email() + "'}");
        admin("PUT", "/admin/users/" + ann.id(),
                "{'email':'away@example.org','email_confirm':true}");
        refused(server.post("/verify", json("{'type':'recovery','token_hash':'"
                + link.text("hashed_token") + "'}")), 403, "otp_expired");
    }

    @Test
    void a_new_password_ends_the_sessions_of_the_old_one() {
        var ann = AuthPerson.signUp(server);
        admin("PUT", "/admin/users/" + ann.id(), "{'password':'another one'}");
        refused(ann.call("GET", "/user", null), 403, "session_not_found");
        refused(signIn(ann.email(), AuthPerson.PASSWORD), 400, "invalid_credentials");
        assertThat(signIn(ann.email(), "another one").status()).isEqualTo(200);
    }

    @Test
    void a_ban_ends_sessions_and_keeps_out_until_it_is_lifted() {
        var ann = AuthPerson.signUp(server);
        var path = "/admin/users/" + ann.id();
        var banned = admin("PUT", path, "{'ban_duration':'1h30m'}");
        assertThat(banned.json().has("banned_until")).isTrue();
        refused(signIn(ann.email(), AuthPerson.PASSWORD), 400, "user_banned");
        refused(ann.call("GET", "/user", null), 403, "user_banned");
        assertThat(server.post("/token?grant_type=refresh_token",
                json("{'refresh_token':'" + ann.session().path("refresh_token").asString()
                        + "'}")).status()).isEqualTo(400);
        var lifted = admin("PUT", path, "{'ban_duration':'none'}");
        assertThat(lifted.json().has("banned_until")).isFalse();
        assertThat(signIn(ann.email(), AuthPerson.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void a_deleted_account_is_gone_and_its_address_free() {
        for (boolean softly : List.of(true, false)) {
            var ann = AuthPerson.signUp(server);
            var gone = admin("DELETE", "/admin/users/" + ann.id(),
                    "{'should_soft_delete':" + softly + "}");
            assertThat(gone.status()).isEqualTo(200);
            refused(signIn(ann.email(), AuthPerson.PASSWORD), 400, "invalid_credentials");
            refused(ann.call("GET", "/user", null), 403, "user_not_found");
            assertThat(server.tables().value("select count(*) from auth.users where id = '"
                    + ann.id() + "'")).isEqualTo(softly ? "1" : "0");
            var again = server.post("/signup", json("{'email':'" + ann.email()
                    + "','password':'another1'}"));
            assertThat(again.status()).as(again.raw().text()).isEqualTo(200);
        }
    }

    @Test
    void a_softly_deleted_account_names_nobody() {
        var user = made("{'email':'soft@example.org','phone':'15550177','email_confirm':true,"
                + "'user_metadata':{'name':'Soft'}}");
        admin("DELETE", "/admin/users/" + user.path("id").asString(),
                "{'should_soft_delete':true}");
        var row = server.tables().value("select u::text || i::text from auth.users u"
                + " join auth.identities i on i.user_id = u.id where u.id = '"
                + user.path("id").asString() + "'");
        assertThat(row).doesNotContain("soft@example.org", "15550177", "Soft");
        assertThat(made("{'email':'soft@example.org','phone':'15550177'}").has("id")).isTrue();
    }

    @Test
    void everybody_is_signed_out_everywhere() {
        var ann = AuthPerson.signUp(server);
        var other = ann.again();
        assertThat(admin("POST", "/admin/users/" + ann.id() + "/logout", null).status())
                .isEqualTo(204);
        refused(ann.call("GET", "/user", null), 403, "session_not_found");
        refused(other.call("GET", "/user", null), 403, "session_not_found");
    }

    @Test
    void the_log_says_who_did_what_to_whom() {
        var user = made("{'email':'logged@example.org'}");
        admin("DELETE", "/admin/users/" + user.path("id").asString(), null);
        var entries = admin("GET", "/admin/audit?query=user_deleted", null).json();
        assertThat(entries.toString()).contains(user.path("id").asString());
        var payload = entries.path(0).path("payload");
        assertThat(payload.path("action").asString()).isEqualTo("user_deleted");
        assertThat(payload.path("traits").path("by_role").asString()).isEqualTo("service_role");
        assertThat(entries.path(0).path("ip_address").asString()).isEqualTo("127.0.0.1");
    }

    @Test
    void what_there_is_not_is_said_plainly() {
        refused(admin("GET", "/admin/sso/providers", null), 404, "saml_provider_disabled");
        refused(admin("POST", "/admin/sso/providers", "{'type':'saml'}"),
                404, "saml_provider_disabled");
        refused(admin("DELETE", "/admin/sso/providers/" + NOBODY, null),
                404, "saml_provider_disabled");
        refused(server.post("/sso", json("{'domain':'example.org'}")),
                404, "saml_provider_disabled");
        refused(server.post("/token?grant_type=web3", json("{'chain':'solana'}")),
                422, "web3_provider_disabled");
    }
}
