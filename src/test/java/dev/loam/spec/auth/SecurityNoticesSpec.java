package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// People are told by mail what has become of their account.
class SecurityNoticesSpec {
    private static AuthServer server;
    private static Federation federation;

    @BeforeAll
    static void start() {
        var settings = new HashMap<>(Map.of("auth.sms.test-otp.15550188", "123456",
                "auth.enable-manual-linking", "true"));
        for (var kind : List.of("password-changed", "email-changed", "phone-changed",
                "identity-linked", "identity-unlinked", "mfa-factor-enrolled",
                "mfa-factor-unenrolled")) {
            settings.put("auth.email.notification." + kind + ".enabled", "true");
        }
        federation = new Federation(settings);
        server = federation.server;
    }

    @AfterAll
    static void stop() {
        federation.close();
    }

    private static String subject(String to) {
        return server.mailbox(to, 1).getFirst().path("subject").asString();
    }

    private static String text(String to) {
        return server.mailbox(to, 1).getFirst().toString();
    }

    @Test
    void of_a_new_password() {
        var ann = AuthPerson.signUp(server);
        assertThat(ann.call("PUT", "/user", "{'password':'another one'}").status())
                .isEqualTo(200);
        assertThat(subject(ann.email())).isEqualTo("Your password has been changed");
        var bob = AuthPerson.signUp(server);
        server.auth("PUT", "/admin/users/" + bob.id(), json("{'password':'another one'}"),
                AuthServer.service());
        assertThat(subject(bob.email())).isEqualTo("Your password has been changed");
    }

    @Test
    void of_a_new_address_at_the_old_one() {
        var ann = AuthPerson.signUp(server);
        assertThat(ann.call("PUT", "/user", "{'email':'elsewhere@example.org'}").status())
                .isEqualTo(200);
        assertThat(subject(ann.email())).isEqualTo("Your email address has been changed");
        assertThat(text(ann.email())).contains("elsewhere@example.org");
    }

    @Test
    void of_a_new_address_that_both_sides_have_agreed_to() {
        var ann = AuthPerson.signUp(server);
        for (var type : List.of("email_change_current", "email_change_new")) {
            var link = server.post("/admin/generate_link", json("{'type':'" + type
                    + "','email':'" + ann.email() + "','new_email':'agreed@example.org'}"),
                    AuthServer.service());
            var done = server.post("/verify", json("{'type':'email_change','token_hash':'"
                    + link.text("hashed_token") + "'}"));
            assertThat(done.status()).as(done.raw().text()).isEqualTo(200);
        }
        assertThat(subject(ann.email())).isEqualTo("Your email address has been changed");
        assertThat(server.mailbox("agreed@example.org", 0)).isEmpty();
    }

    @Test
    void of_a_new_number() {
        var ann = AuthPerson.signUp(server);
        assertThat(ann.call("PUT", "/user", "{'phone':'+15550187'}").status()).isEqualTo(200);
        assertThat(subject(ann.email())).isEqualTo("Your phone number has been changed");
        assertThat(text(ann.email())).contains("15550187");
    }

    @Test
    void of_a_factor_that_comes_and_goes() {
        var ann = AuthPerson.signUp(server);
        var factor = ann.call("POST", "/factors", "{'factor_type':'phone','phone':'15550188'}")
                .text("id");
        var challenge = ann.call("POST", "/factors/" + factor + "/challenge", "{}");
        ann.took(ann.call("POST", "/factors/" + factor + "/verify", "{'challenge_id':'"
                + challenge.text("id") + "','code':'123456'}"));
        assertThat(subject(ann.email())).isEqualTo("A second factor has been added");
        server.auth("DELETE", "/admin/users/" + ann.id() + "/factors/" + factor, null,
                AuthServer.service());
        assertThat(server.mailbox(ann.email(), 2).toString())
                .contains("A second factor has been removed");
    }

    @Test
    void of_a_service_that_can_sign_in_and_then_cannot() {
        var ann = AuthPerson.signUp(server);
        federation.house.person("there", ann.email(), true);
        assertThat(federation.signIn("house").fragment()).containsKey("access_token");
        assertThat(subject(ann.email())).isEqualTo("A sign-in method has been added");
        assertThat(text(ann.email())).contains("house");
        var identity = ann.call("GET", "/user", null).json().path("identities").valueStream()
                .filter(one -> one.path("provider").asString().equals("house")).findFirst()
                .orElseThrow().path("identity_id").asString();
        assertThat(ann.call("DELETE", "/user/identities/" + identity, null).status())
                .isEqualTo(200);
        assertThat(server.mailbox(ann.email(), 2).toString())
                .contains("A sign-in method has been removed");
    }

    @Test
    void of_nothing_at_sign_up_and_sign_in() {
        var ann = AuthPerson.signUp(server);
        ann.again();
        ann.call("PUT", "/user", "{'data':{'colour':'red'}}");
        ann.call("PUT", "/user", "{'password':'another one'}");
        assertThat(server.mailbox(ann.email(), 1)).hasSize(1);
    }
}
