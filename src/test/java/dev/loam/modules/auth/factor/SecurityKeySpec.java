package dev.loam.modules.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthPerson;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import dev.loam.fixture.SoftAuthenticator;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Security keys as second factors, over HTTP.
class SecurityKeySpec {
    private static final String PAGE = "http://localhost:5173";
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
    void a_key_is_added_and_used() {
        var ann = AuthPerson.signUp(server);
        var key = new SoftAuthenticator(PAGE).verified(false);
        var factor = enrol(ann);
        var challenge = challenge(ann, factor, "{'webauthn':{'rpId':'localhost',"
                + "'rpOrigins':['" + PAGE + "']}}").json();
        assertThat(challenge.path("type").asString()).isEqualTo("webauthn");
        assertThat(challenge.path("webauthn").path("type").asString()).isEqualTo("create");
        ann.took(answer(ann, factor, challenge, key.create(options(challenge))));
        assertThat(ann.claims().path("amr").findValuesAsString("method"))
                .containsExactly("mfa/webauthn", "password");
        assertThat(server.tables().value("select web_authn_aaguid from auth.mfa_factors"
                + " where id = '" + factor + "'")).startsWith("08987058");

        var later = ann.again();
        var asked = challenge(later, factor, "{}").json();
        assertThat(asked.path("webauthn").path("type").asString()).isEqualTo("request");
        assertThat(options(asked).path("allowCredentials").path(0).path("id").asString())
                .isEqualTo(key.credentialId());
        later.took(answer(later, factor, asked, key.get(options(asked))));
        assertThat(later.claims().path("aal").asString()).isEqualTo("aal2");
        assertThat(server.tables().value("select web_authn_credential -> 'authenticator'"
                + " ->> 'signCount' from auth.mfa_factors where id = '" + factor + "'"))
                .isEqualTo("1");
    }

    @Test
    void a_challenge_takes_one_answer_good_or_bad() {
        var ann = AuthPerson.signUp(server);
        var factor = enrol(ann);
        var challenge = challenge(ann, factor, "{}").json();
        var elsewhere = new SoftAuthenticator("https://evil.example.com");
        refused(answer(ann, factor, challenge, elsewhere.create(options(challenge))),
                422, "mfa_verification_failed", "https://evil.example.com");
        var key = new SoftAuthenticator(PAGE);
        refused(answer(ann, factor, challenge, key.create(options(challenge))),
                404, "mfa_factor_not_found", "challenge");
    }

    @Test
    void another_key_or_site_is_refused() {
        var ann = AuthPerson.signUp(server);
        var factor = enrol(ann);
        refused(challenge(ann, factor, "{'webauthn':{'rpId':'example.com'}}"),
                400, "validation_failed", "localhost");
        var key = new SoftAuthenticator(PAGE);
        var challenge = challenge(ann, factor, "{}").json();
        ann.took(answer(ann, factor, challenge, key.create(options(challenge))));
        var asked = challenge(ann, factor, "{}").json();
        refused(answer(ann, factor, asked, new SoftAuthenticator(PAGE).get(options(asked))),
                422, "mfa_verification_failed", "another credential");
        var again = challenge(ann, factor, "{}").json();
        refused(answer(ann, factor, again, key.create(options(again))),
                422, "mfa_verification_failed", "missing");
    }

    private static String enrol(AuthPerson person) {
        return person.call("POST", "/factors",
                "{'factor_type':'webauthn','friendly_name':'key'}").text("id");
    }

    private static Reply challenge(AuthPerson person, String factor, String quoted) {
        return person.call("POST", "/factors/" + factor + "/challenge", quoted);
    }

    private static JsonNode options(JsonNode challenge) {
        return challenge.path("webauthn").path("credential_options").path("publicKey");
    }

    private static Reply answer(
            AuthPerson person, String factor, JsonNode challenge, JsonNode credential) {
        var body = AuthServer.JSON.createObjectNode()
                .put("challenge_id", challenge.path("id").asString());
        body.putObject("webauthn").put("rpId", "localhost")
                .put("type", challenge.path("webauthn").path("type").asString())
                .set("credential_response", credential);
        return person.call("POST", "/factors/" + factor + "/verify", body.toString());
    }

    private static void refused(Reply reply, int status, String code, String message) {
        assertThat(reply.status()).as(reply.raw().text()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.text("message")).contains(message);
    }
}
