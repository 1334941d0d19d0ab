package dev.loam.modules.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.OAuthApplication;
import dev.loam.fixture.Tokens;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What whoever has the password of an account alone, and not its second factor, must not do.
class AssuranceSpec {
    private static AuthServer server;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of("auth.enable-manual-linking", "true",
                "auth.site-url", "https://site.example/", "auth.oauth-server.enabled", "true",
                "auth.oauth-server.allow-dynamic-registration", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static AuthPerson withFactor() {
        var ann = AuthPerson.signUp(server);
        ann.took(verify(ann, enrol(ann, "first"), 0));
        return ann;
    }

    private static JsonNode enrol(AuthPerson person, String name) {
        var reply = person.call("POST", "/factors",
                "{'factor_type':'totp','friendly_name':'" + name + "'}");
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(200);
        return reply.json();
    }

    private static Reply verify(AuthPerson person, JsonNode factor, int stepsLater) {
        var path = "/factors/" + factor.path("id").asString();
        var challenge = person.call("POST", path + "/challenge", "{}");
        var code = Totp.of(factor.path("totp").path("secret").asString())
                .code(Totp.step(Instant.now()) + stepsLater);
        return person.call("POST", path + "/verify", "{'challenge_id':'"
                + challenge.text("id") + "','code':'" + code + "'}");
    }

    private static void insufficient(Reply reply) {
        assertThat(reply.text("code")).as(reply.raw().text()).isEqualTo("insufficient_aal");
    }

    @Test
    void a_factor_that_the_owner_has_begun_is_not_finished_by_somebody_else() {
        var ann = withFactor();
        var second = enrol(ann, "second");
        var thief = ann.again();
        insufficient(thief.call("POST",
                "/factors/" + second.path("id").asString() + "/challenge", "{}"));
        assertThat(verify(ann, second, 0).status()).isEqualTo(200);
    }

    @Test
    void identities_are_neither_linked_nor_unlinked() {
        var ann = withFactor();
        server.tables().execute("insert into auth.identities (id, user_id, provider, provider_id,"
                + " identity_data) values (gen_random_uuid(), '" + ann.id() + "', 'house', '"
                + ann.id() + "', '{}')");
        var identity = server.tables().value("select id from auth.identities where provider ="
                + " 'house' and user_id = '" + ann.id() + "'");
        var thief = ann.again();
        insufficient(thief.call("GET", "/user/identities/authorize?provider=house", null));
        insufficient(thief.call("DELETE", "/user/identities/" + identity, null));
        assertThat(ann.call("DELETE", "/user/identities/" + identity, null).status())
                .isEqualTo(200);
    }

    @Test
    void no_application_is_let_in() {
        var ann = withFactor();
        var shop = OAuthApplication.register(server, "https://shop.example/back",
                "\"client_name\":\"Shop\"");
        var path = "/oauth/authorizations/" + shop.authorize("email", "nonce=n1");
        var thief = ann.again();
        insufficient(thief.call("GET", path, null));
        insufficient(thief.call("POST", path + "/consent", "{'action':'approve'}"));
        assertThat(ann.call("POST", path + "/consent", "{'action':'approve'}").status())
                .isEqualTo(200);
    }

    @Test
    void a_token_of_no_session_shows_no_factor() {
        var ann = withFactor();
        insufficient(server.auth("PUT", "/user", "{\"password\":\"another horse\"}",
                AuthServer.bearer(Tokens.of("authenticated", ann.id()))));
    }
}
