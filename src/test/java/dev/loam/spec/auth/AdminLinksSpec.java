package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Invitations, and links that administrators send by other means.
class AdminLinksSpec {
    private static AuthServer server;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply link(String quoted) {
        return server.post("/admin/generate_link", json(quoted), AuthServer.service());
    }

    private static JsonNode made(String quoted) {
        var reply = link(quoted);
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(200);
        return reply.json();
    }

    private static Reply follow(JsonNode link) {
        var address = URI.create(link.path("action_link").asString());
        return server.send("GET", address.getRawPath() + "?" + address.getRawQuery(), null);
    }

    private static void leadsIn(JsonNode link) {
        var landed = follow(link);
        assertThat(landed.status()).isEqualTo(303);
        assertThat(landed.header("Location")).startsWith("http://127.0.0.1:3000")
                .contains("#access_token=");
        assertThat(follow(link).header("Location")).contains("error_code=otp_expired");
    }

    @Test
    void an_invitation_is_mailed_and_its_link_confirms_the_address() {
        var invited = server.post("/invite",
                json("{'email':'guest@example.org','data':{'team':'a'}}"), AuthServer.service());
        assertThat(invited.status()).as(invited.raw().text()).isEqualTo(200);
        assertThat(invited.json().has("invited_at")).isTrue();
        assertThat(invited.json().has("email_confirmed_at")).isFalse();
        assertThat(invited.json().path("user_metadata").path("team").asString()).isEqualTo("a");
        assertThat(server.mailbox("guest@example.org", 1)).hasSize(1);

        var ann = AuthPerson.signUp(server);
        var known = server.post("/invite", json("{'email':'" + ann.email() + "'}"),
                AuthServer.service());
        assertThat(known.text("code")).isEqualTo("email_exists");
    }

    @Test
    void every_kind_of_link_leads_in() {
        leadsIn(made("{'type':'signup','email':'s@links.example','password':'secret1'}"));
        leadsIn(made("{'type':'invite','email':'i@links.example'}"));
        leadsIn(made("{'type':'magiclink','email':'m@links.example'}"));
        leadsIn(made("{'type':'recovery','email':'s@links.example'}"));
        assertThat(server.post("/token?grant_type=password",
                json("{'email':'s@links.example','password':'secret1'}")).status())
                .isEqualTo(200);
    }

    @Test
    void a_link_comes_with_its_code_and_hash_and_sends_nothing() {
        var link = made("{'type':'magiclink','email':'code@links.example',"
                + "'redirect_to':'https://evil.example/'}");
        assertThat(link.path("verification_type").asString()).isEqualTo("magiclink");
        assertThat(link.path("email").asString()).isEqualTo("code@links.example");
        assertThat(link.path("redirect_to").asString()).isEqualTo("http://127.0.0.1:3000");
        assertThat(link.path("action_link").asString())
                .contains("token=" + link.path("hashed_token").asString());
        assertThat(link.path("email_otp").asString()).matches("[0-9]{6}");
        var session = server.post("/verify", json("{'type':'email','email':'code@links.example',"
                + "'token':'" + link.path("email_otp").asString() + "'}"));
        assertThat(session.status()).as(session.raw().text()).isEqualTo(200);
        assertThat(server.mailbox("code@links.example", 0)).isEmpty();
        assertThat(server.get("/admin/audit?query=link_generated", AuthServer.service())
                .raw().text()).contains(link.path("id").asString())
                .doesNotContain(link.path("hashed_token").asString());
    }

    @Test
    void a_hash_may_be_verified_by_the_application() {
        var link = made("{'type':'recovery','email':'" + AuthPerson.signUp(server).email() + "'}");
        var session = server.post("/verify", json("{'type':'recovery','token_hash':'"
                + link.path("hashed_token").asString() + "'}"));
        assertThat(session.status()).as(session.raw().text()).isEqualTo(200);
    }

    @Test
    void an_address_changes_once_both_sides_have_agreed() {
        var ann = AuthPerson.signUp(server);
        var fields = "'email':'" + ann.email() + "','new_email':'new@links.example'}";
        var current = made("{'type':'email_change_current'," + fields);
        var next = made("{'type':'email_change_new'," + fields);
        assertThat(follow(current).header("Location")).contains("message=");
        assertThat(follow(next).header("Location")).contains("access_token=");
        assertThat(server.tables().value("select email from auth.users where id = '" + ann.id()
                + "'")).isEqualTo("new@links.example");
    }

    @Test
    void what_is_wrong_is_said() {
        assertThat(link("{'type':'other','email':'x@example.org'}").text("code"))
                .isEqualTo("validation_failed");
        assertThat(link("{'type':'magiclink'}").text("code")).isEqualTo("validation_failed");
        assertThat(link("{'type':'signup','email':'x@example.org'}").text("code"))
                .isEqualTo("validation_failed");
        assertThat(link("{'type':'recovery','email':'nobody@example.org'}").text("code"))
                .isEqualTo("user_not_found");
        var ann = AuthPerson.signUp(server);
        assertThat(link("{'type':'signup','password':'secret1','email':'" + ann.email() + "'}")
                .text("code")).isEqualTo("email_exists");
    }
}
