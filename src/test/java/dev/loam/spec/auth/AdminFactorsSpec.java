package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.SoftAuthenticator;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Administrators and other people's factors and passkeys.
class AdminFactorsSpec {
    private static final String NOBODYS = "00000000-0000-4000-8000-000000000000";
    private static AuthServer server;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of("auth.sms.test-otp.15550199", "123456"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply admin(String method, AuthPerson person, String path, String quoted) {
        return server.auth(method, "/admin/users/" + person.id() + path, json(quoted),
                AuthServer.service());
    }

    private static String enrol(AuthPerson person, String quoted) {
        var reply = person.call("POST", "/factors", quoted);
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(200);
        return reply.text("id");
    }

    @Test
    void factors_are_listed_without_their_secrets_and_changed() {
        var ann = AuthPerson.signUp(server);
        var app = enrol(ann, "{'factor_type':'totp','friendly_name':'app'}");
        var phone = enrol(ann, "{'factor_type':'phone','phone':'+15550123'}");
        var list = admin("GET", ann, "/factors", null);
        assertThat(list.json().findValuesAsString("id")).containsExactly(app, phone);
        assertThat(list.raw().text()).doesNotContain("secret");

        var named = admin("PUT", ann, "/factors/" + phone,
                "{'friendly_name':'mine','phone':'+1 555 0124'}");
        assertThat(named.text("friendly_name")).isEqualTo("mine");
        assertThat(named.text("phone")).isEqualTo("15550124");
        assertThat(admin("PUT", ann, "/factors/" + phone, "{'friendly_name':'app'}").text("code"))
                .isEqualTo("mfa_factor_name_conflict");
        assertThat(admin("PUT", ann, "/factors/" + app, "{'phone':'15550125'}").text("code"))
                .isEqualTo("validation_failed");
        assertThat(admin("PUT", ann, "/factors/" + NOBODYS, "{}").text("code"))
                .isEqualTo("mfa_factor_not_found");
    }

    @Test
    void a_deleted_factor_takes_what_it_raised() {
        var ann = AuthPerson.signUp(server);
        var factor = enrol(ann, "{'factor_type':'phone','phone':'15550199'}");
        var challenge = ann.call("POST", "/factors/" + factor + "/challenge", "{}");
        ann.took(ann.call("POST", "/factors/" + factor + "/verify", "{'challenge_id':'"
                + challenge.text("id") + "','code':'123456'}"));
        assertThat(ann.claims().path("aal").asString()).isEqualTo("aal2");

        var bob = AuthPerson.signUp(server);
        assertThat(admin("DELETE", bob, "/factors/" + factor, null).text("code"))
                .isEqualTo("mfa_factor_not_found");
        assertThat(admin("DELETE", ann, "/factors/" + factor, null).text("id"))
                .isEqualTo(factor);
        ann.refresh();
        assertThat(ann.claims().path("aal").asString()).isEqualTo("aal1");
        assertThat(admin("GET", ann, "/factors", null).json()).isEmpty();
    }

    @Test
    void passkeys_are_listed_and_deleted() {
        var ann = AuthPerson.signUp(server);
        var device = new SoftAuthenticator("http://localhost:3000");
        var asked = ann.call("POST", "/passkeys/registration/options", "{}").json();
        var made = server.post("/passkeys/registration/verify",
                AuthServer.JSON.createObjectNode()
                        .put("challenge_id", asked.path("challenge_id").asString())
                        .set("credential", device.create(asked.path("options"))).toString(),
                AuthServer.bearer(ann.session()));
        assertThat(made.status()).as(made.raw().text()).isEqualTo(200);
        var list = admin("GET", ann, "/passkeys", null).json();
        assertThat(list.path(0).path("id").asString()).isEqualTo(made.text("id"));
        assertThat(admin("DELETE", ann, "/passkeys/" + NOBODYS, null).text("code"))
                .isEqualTo("passkey_not_found");
        assertThat(admin("DELETE", ann, "/passkeys/" + made.text("id"), null).status())
                .isEqualTo(204);
        assertThat(admin("GET", ann, "/passkeys", null).json()).isEmpty();
    }
}
