package dev.loam.modules.auth.webauthn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.fixture.SoftAuthenticator;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.ports.time.Chance;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CeremoniesTest {
    private static final Chance CHANCE = new SecureRandom()::nextBytes;
    private static final Duration TIME = Duration.ofMinutes(5);
    private static final String PAGE = "https://app.example.org";
    private static final UUID OWNER = UUID.fromString("0b9cbf06-55b3-4c93-8f6a-36d8f83b2d4c");

    private final RelyingParty party =
            new RelyingParty("example.org", "Example", Set.of(PAGE), false);
    private final Ceremonies ceremonies =
            new Ceremonies(party, AuthCode.WEBAUTHN_VERIFICATION_FAILED);

    @Test
    void a_credential_is_registered_and_signs_in() {
        var authenticator = new SoftAuthenticator(PAGE).backedUp(true);
        var credential = registered(authenticator);

        assertThat(credential.id()).isEqualTo(authenticator.credentialId());
        assertThat(credential.transports()).containsExactlyInAnyOrder("internal", "hybrid");
        assertThat(credential.aaguid()).hasToString("08987058-cadc-4b81-b6e1-30de50dcbe96");
        assertThat(credential.backupEligible()).isTrue();
        assertThat(credential.backedUp()).isTrue();
        assertThat(credential.attestation()).isEqualTo("none");

        var challenge = Challenge.random(CHANCE, true);
        var assertion = asserted(authenticator, challenge);
        assertThat(assertion.credentialId()).isEqualTo(credential.id());
        assertThat(assertion.user()).isEqualTo(OWNER);
        assertThat(ceremonies.authenticate(assertion, challenge, credential, OWNER).signCount())
                .isEqualTo(1);
    }

    @Test
    void a_page_that_is_not_the_sites_own_is_refused() {
        var challenge = Challenge.random(CHANCE, true);
        var elsewhere = new SoftAuthenticator("https://evil.example.com");
        refused(() -> ceremonies.register(elsewhere.create(creation(challenge)), challenge),
                "https://evil.example.com");
        var authenticator = new SoftAuthenticator(PAGE + ":8443");
        refused(() -> ceremonies.register(authenticator.create(creation(challenge)), challenge),
                "page");
    }

    @Test
    void an_app_is_known_by_its_own_name() {
        var app = "android:apk-key-hash:2jmj7l5rSw0yVb_vlWAYkK_YBwk";
        var android = new Ceremonies(new RelyingParty("example.org", "Example", Set.of(app), false),
                AuthCode.WEBAUTHN_VERIFICATION_FAILED);
        var challenge = Challenge.random(CHANCE, true);
        var created = new SoftAuthenticator(app).create(creation(challenge));
        assertThat(android.register(created, challenge)).isNotNull();
        refused(() -> ceremonies.register(created, challenge), app);
    }

    @Test
    void a_credential_of_another_site_is_refused() {
        var challenge = Challenge.random(CHANCE, true);
        var elsewhere = new SoftAuthenticator(PAGE).site("example.com");
        refused(() -> ceremonies.register(elsewhere.create(creation(challenge)), challenge),
                "another site");

        var authenticator = new SoftAuthenticator(PAGE);
        var credential = registered(authenticator);
        var assertion = asserted(authenticator.site("example.com"), challenge);
        refused(() -> ceremonies.authenticate(assertion, challenge, credential, OWNER),
                "another site");
    }

    @Test
    void an_answer_to_another_challenge_is_refused() {
        var challenge = Challenge.random(CHANCE, true);
        var authenticator = new SoftAuthenticator(PAGE);
        var created = authenticator.create(creation(Challenge.random(CHANCE, true)));
        refused(() -> ceremonies.register(created, challenge), "another challenge");

        var credential = registered(authenticator);
        var assertion = asserted(authenticator, Challenge.random(CHANCE, true));
        refused(() -> ceremonies.authenticate(assertion, challenge, credential, OWNER),
                "another challenge");
    }

    @Test
    void a_counter_that_goes_back_is_refused() {
        var authenticator = new SoftAuthenticator(PAGE).count(7);
        var credential = registered(authenticator);
        var challenge = Challenge.random(CHANCE, true);
        var assertion = asserted(authenticator.count(6), challenge);
        refused(() -> ceremonies.authenticate(assertion, challenge, credential, OWNER),
                "counter");
    }

    @Test
    void who_uses_it_must_be_verified_where_that_is_asked() {
        var authenticator = new SoftAuthenticator(PAGE);
        var credential = registered(authenticator);
        var asked = Challenge.random(CHANCE, true);
        authenticator.verified(false);
        var without = asserted(authenticator, asked);
        refused(() -> ceremonies.authenticate(without, asked, credential, OWNER), "verify");
        refused(() -> ceremonies.register(authenticator.create(creation(asked)), asked),
                "verify");

        var notAsked = Challenge.random(CHANCE, false);
        var touched = asserted(authenticator, notAsked);
        assertThat(ceremonies.authenticate(touched, notAsked, credential, OWNER)).isNotNull();
    }

    @Test
    void another_users_credential_is_refused() {
        var authenticator = new SoftAuthenticator(PAGE);
        var credential = registered(authenticator);
        var challenge = Challenge.random(CHANCE, true);
        var assertion = asserted(authenticator, challenge);
        refused(() -> ceremonies.authenticate(
                assertion, challenge, credential, new UUID(1, 2)), "another user");
        var nobodys = asserted(authenticator.user("bm9ib2R5"), challenge);
        assertThat(nobodys.user()).isNull();
        refused(() -> ceremonies.authenticate(nobodys, challenge, credential, OWNER),
                "another user");
        var silent = asserted(authenticator.user(null), challenge);
        assertThat(ceremonies.authenticate(silent, challenge, credential, OWNER)).isNotNull();
    }

    @Test
    void another_key_under_the_same_name_is_refused() {
        var authenticator = new SoftAuthenticator(PAGE);
        var other = registered(new SoftAuthenticator(PAGE));
        var challenge = Challenge.random(CHANCE, true);
        var forged = new Credential(authenticator.credentialId(), other.publicKey(),
                other.aaguid(), 0, Set.of(), null, null, "none");
        var assertion = asserted(authenticator.user(null), challenge);
        refused(() -> ceremonies.authenticate(assertion, challenge, forged, OWNER), "not valid");
        refused(() -> ceremonies.authenticate(assertion, challenge, other, OWNER),
                "another credential");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":1}", "{\"id\":\"AA\",\"rawId\":\"AA\"}",
        "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}",
        "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":null}",
        "{\"id\":\"*\",\"rawId\":\"*\",\"type\":\"x\",\"response\":{\"clientDataJSON\":\"AA\","
                + "\"attestationObject\":\"AA\",\"authenticatorData\":\"AA\","
                + "\"signature\":\"AA\"}}",
        "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{"
                + "\"clientDataJSON\":\"e30\",\"attestationObject\":\"oA\","
                + "\"authenticatorData\":\"oA\",\"signature\":\"AA\"}}"})
    void what_cannot_be_read_is_refused(String answer) {
        var read = (ObjectNode) JsonMapper.builder().build().readTree(answer);
        var challenge = Challenge.random(CHANCE, true);
        refused(() -> ceremonies.register(read, challenge), "The credential");
        refused(() -> ceremonies.read(read), "The credential");
    }

    @Test
    void every_byte_of_an_answer_that_is_changed_makes_it_invalid() {
        var authenticator = new SoftAuthenticator(PAGE);
        var credential = registered(authenticator);
        var challenge = Challenge.random(CHANCE, true);
        for (var field : List.of("clientDataJSON", "authenticatorData", "signature")) {
            var good = Base64.getUrlDecoder().decode(authenticator.get(request(challenge))
                    .path("response").path(field).asString());
            for (int i = 0; i < good.length; i++) {
                var answer = authenticator.get(request(challenge));
                var bytes = Base64.getUrlDecoder().decode(
                        answer.path("response").path(field).asString());
                bytes[Math.min(i, bytes.length - 1)] ^= 1;
                ((ObjectNode) answer.path("response")).put(field, Credential.text(bytes));
                refused(() -> ceremonies.authenticate(ceremonies.read(answer), challenge,
                        credential, OWNER), "The credential");
            }
        }
    }

    @Test
    void options_say_what_browsers_need() {
        var challenge = Challenge.random(CHANCE, true);
        var known = registered(new SoftAuthenticator(PAGE));
        var creation = Options.creation(party, new Options.Person(OWNER, "a@b.c", "Ann"),
                challenge, true, List.of(known), TIME);
        assertThat(creation.path("challenge").asString()).hasSize(43).doesNotContain("=");
        assertThat(creation.path("rp").path("id").asString()).isEqualTo("example.org");
        assertThat(creation.path("excludeCredentials").path(0).path("id").asString())
                .isEqualTo(known.id());
        assertThat(creation.path("authenticatorSelection").toString()).isEqualTo(
                "{\"residentKey\":\"required\",\"requireResidentKey\":true,"
                        + "\"userVerification\":\"required\"}");
        assertThat(creation.path("timeout").asInt()).isEqualTo(300_000);
        assertThat(Challenge.read(challenge.stored())).isEqualTo(challenge);
    }

    private Credential registered(SoftAuthenticator authenticator) {
        var challenge = Challenge.random(CHANCE, true);
        return ceremonies.register(authenticator.create(creation(challenge)), challenge);
    }

    private Assertion asserted(SoftAuthenticator authenticator, Challenge challenge) {
        return ceremonies.read(authenticator.get(request(challenge)));
    }

    private ObjectNode creation(Challenge challenge) {
        return Options.creation(party, new Options.Person(OWNER, "ann@example.org", "Ann"),
                challenge, true, List.of(), TIME);
    }

    private ObjectNode request(Challenge challenge) {
        return Options.request(party, challenge, List.of(), TIME);
    }

    private static void refused(ThrowingCallable attempt, String why) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.failure().code()).isEqualTo("webauthn_verification_failed");
            assertThat(refusal.failure().status()).isEqualTo(400);
            assertThat(refusal.failure().message()).contains(why);
        });
    }
}
