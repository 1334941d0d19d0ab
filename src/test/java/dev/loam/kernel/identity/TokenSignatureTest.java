package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.loam.base.failure.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenSignatureTest {
    private static final String PAYLOAD = "{\"role\":\"author\"}";
    private static final String NO_KEY = "No suitable key or wrong key type";
    private static final String NOT_DECODED = "JWT couldn't be decoded";
    private static final String BAD_ALGORITHM = "Wrong or unsupported encoding algorithm";

    private static final RSAKey RSA = Tokens.rsa("rsa");
    private static final RSAKey OTHER_RSA = Tokens.rsa("other");
    private static final ECKey P256 = Tokens.ec(Curve.P_256, "p256");
    private static final ECKey P384 = Tokens.ec(Curve.P_384, "p384");
    private static final ECKey P521 = Tokens.ec(Curve.P_521, "p521");
    private static final OctetKeyPair ED = Tokens.ed25519("ed");
    private static final String OCT = "{\"kty\":\"oct\",\"kid\":\"oct\",\"k\":\""
            + Tokens.base64(Tokens.SECRET.getBytes(StandardCharsets.UTF_8)) + "\"}";

    private record Case(JWK key, String algorithm) {
    }

    static Stream<Case> everyAlgorithm() {
        return Stream.of(
                new Case(RSA, "RS256"), new Case(RSA, "RS384"), new Case(RSA, "RS512"),
                new Case(RSA, "PS256"), new Case(RSA, "PS384"), new Case(RSA, "PS512"),
                new Case(P256, "ES256"), new Case(P384, "ES384"), new Case(P521, "ES512"),
                new Case(ED, "EdDSA"));
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithm")
    void every_asymmetric_algorithm_is_verified(Case one) {
        var alone = verifier(one.key().toPublicJWK().toJSONString());
        var among = verifier(Tokens.jwks(OTHER_RSA, ED, P521, P384, P256, RSA));
        var token = Tokens.signed(one.key(), one.algorithm(), null, PAYLOAD);

        assertThat(outcome(alone, token)).isEqualTo("author");
        assertThat(outcome(among, token)).isEqualTo("author");
        assertThat(outcome(alone, broken(token))).isEqualTo(NO_KEY);
        assertThat(outcome(alone, forged(token))).isEqualTo(NO_KEY);
        assertThat(outcome(verifier(OTHER_RSA.toPublicJWK().toJSONString()), token))
                .isEqualTo(NO_KEY);
    }

    @ParameterizedTest
    @CsvSource({"HS256,HmacSHA256", "HS384,HmacSHA384", "HS512,HmacSHA512"})
    void every_symmetric_algorithm_is_verified(String algorithm, String mac) {
        var token = Tokens.mac(
                "{\"alg\":\"" + algorithm + "\"}", PAYLOAD, mac, Tokens.SECRET);

        for (var secret : List.of(Tokens.SECRET, OCT, "{\"keys\":[" + OCT + "]}")) {
            assertThat(outcome(verifier(secret), token)).isEqualTo("author");
            assertThat(outcome(verifier(secret), broken(token))).isEqualTo(NO_KEY);
            assertThat(outcome(verifier(secret), forged(token))).isEqualTo(NO_KEY);
        }
    }

    @Test
    void ed25519_may_be_called_by_its_own_name() {
        var signed = Tokens.signed(ED, "Ed25519", null, PAYLOAD);

        assertThat(outcome(verifier(Tokens.jwks(ED)), signed)).isEqualTo("author");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "rsa, author", "-, author", "other, No suitable key or wrong key type",
            "unheard, No suitable key or wrong key type", "'', No suitable key or wrong key type"})
    void a_named_key_is_the_only_one_tried(String keyId, String outcome) {
        var verifier = verifier(Tokens.jwks(OTHER_RSA, RSA));

        assertThat(outcome(verifier, Tokens.signed(RSA, "RS256", keyId, PAYLOAD)))
                .isEqualTo(outcome);
    }

    @Test
    void a_key_without_a_name_does_not_stand_for_a_named_one() {
        var nameless = new RSAKey.Builder(RSA).keyID(null).build();
        var verifier = verifier(nameless.toPublicJWK().toJSONString());

        assertThat(outcome(verifier, Tokens.signed(RSA, "RS256", "rsa", PAYLOAD)))
                .isEqualTo(NO_KEY);
    }

    @Test
    void a_plain_secret_stands_for_any_name() {
        var token = Tokens.mac("{\"alg\":\"HS256\",\"kid\":\"k1\"}", PAYLOAD, "HmacSHA256",
                Tokens.SECRET);

        assertThat(outcome(verifier(Tokens.SECRET), token)).isEqualTo("author");
    }

    @Test
    void a_key_for_one_algorithm_takes_no_other() {
        var json = new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.RS256).build()
                .toPublicJWK().toJSONString();

        assertThat(outcome(verifier(json), Tokens.signed(RSA, "RS256", null, PAYLOAD)))
                .isEqualTo("author");
        assertThat(outcome(verifier(json), Tokens.signed(RSA, "PS256", null, PAYLOAD)))
                .isEqualTo(NO_KEY);
    }

    @Test
    void a_key_for_encryption_verifies_nothing() {
        var json = new RSAKey.Builder(RSA).keyUse(KeyUse.ENCRYPTION).build()
                .toPublicJWK().toJSONString();
        var verifier = verifier("{\"keys\":[" + json + "," + OCT + "]}");

        assertThat(outcome(verifier, Tokens.signed(RSA, "RS256", null, PAYLOAD)))
                .isEqualTo(NO_KEY);
    }

    @Test
    void a_public_key_is_never_taken_for_a_secret() throws Exception {
        var verifier = verifier(Tokens.jwks(RSA));
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(RSA.toRSAPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        for (var secret : List.of(pem, pem.strip(), Tokens.jwks(RSA),
                RSA.toPublicJWK().toJSONString())) {
            var token = Tokens.mac("{\"alg\":\"HS256\"}", PAYLOAD, "HmacSHA256", secret);

            assertThat(outcome(verifier, token)).isEqualTo(NO_KEY);
        }
    }

    @Test
    void a_plain_secret_verifies_no_asymmetric_token() {
        assertThat(outcome(verifier(Tokens.SECRET), Tokens.signed(RSA, "RS256", null, PAYLOAD)))
                .isEqualTo(NO_KEY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"alg\":\"none\"}                               | " + BAD_ALGORITHM,
            "{\"alg\":\"None\"}                               | " + BAD_ALGORITHM,
            "{\"alg\":\"nOnE\"}                               | " + BAD_ALGORITHM,
            "{\"alg\":\"HS1\"}                                | " + BAD_ALGORITHM,
            "{\"alg\":\"hs256\"}                              | " + BAD_ALGORITHM,
            "{\"alg\":\"HS256 \"}                             | " + BAD_ALGORITHM,
            "{\"alg\":\"RSA-OAEP\"}                           | " + BAD_ALGORITHM,
            "{\"alg\":\"RS256\"}                              | " + NO_KEY,
            "{\"alg\":\"ES256\"}                              | " + NO_KEY,
            "{\"alg\":\"HS512\"}                              | " + NO_KEY,
            "{}                                               | " + NOT_DECODED,
            "{\"alg\":null}                                   | " + NOT_DECODED,
            "{\"alg\":[\"HS256\"]}                            | " + NOT_DECODED,
            "{\"alg\":256}                                    | " + NOT_DECODED,
            "{\"alg\":\"none\",\"alg\":\"HS256\"}             | " + NOT_DECODED,
            "{\"alg\":\"HS256\",\"kid\":7}                    | " + NOT_DECODED,
            "{\"alg\":\"HS256\",\"kid\":null}                 | " + NOT_DECODED,
            "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false} | " + NOT_DECODED,
            "{\"alg\":\"HS256\",\"crit\":[]}                  | " + NOT_DECODED,
            "{\"alg\":\"HS256\"                               | " + NOT_DECODED,
            "{\"alg\":\"HS256\"}x                             | " + NOT_DECODED,
            "[\"HS256\"]                                      | " + NOT_DECODED,
            "null                                             | " + NOT_DECODED,
            "``                                               | " + NOT_DECODED,
            "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}           | author",
            "{\"alg\":\"HS256\",\"cty\":\"JWT\",\"x\":1}      | author",
    })
    void a_header_decides_nothing_it_should_not(String header, String outcome) {
        var token = Tokens.mac(header, PAYLOAD, "HmacSHA256", Tokens.SECRET);

        assertThat(outcome(verifier(Tokens.SECRET), token)).isEqualTo(outcome);
    }

    @Test
    void an_unsigned_token_is_refused() {
        for (var header : List.of("{\"alg\":\"none\"}", "{\"alg\":\"HS256\"}")) {
            assertThat(outcome(verifier(Tokens.SECRET), Tokens.unsigned(header, PAYLOAD)))
                    .isIn(BAD_ALGORITHM, NO_KEY);
            assertThat(outcome(verifier(Tokens.jwks(RSA, P256, ED)),
                    Tokens.unsigned(header, PAYLOAD))).isIn(BAD_ALGORITHM, NO_KEY);
        }
    }

    @Test
    void a_key_that_the_token_brings_is_not_looked_at() {
        var header = "{\"alg\":\"RS256\",\"jwk\":" + OTHER_RSA.toPublicJWK().toJSONString()
                + ",\"jku\":\"http://127.0.0.1:1/\",\"x5u\":\"http://127.0.0.1:1/\"}";
        var parts = Tokens.signed(OTHER_RSA, "RS256", null, PAYLOAD).split("\\.");
        var token = Tokens.base64(header.getBytes(StandardCharsets.UTF_8)) + '.' + parts[1] + '.'
                + parts[2];

        assertThat(outcome(verifier(Tokens.jwks(RSA)), token)).isEqualTo(NO_KEY);
    }

    @Test
    void a_signature_of_zeros_is_refused() {
        // A verifier that forgets to check r and s takes it for any message (CVE-2022-21449).
        var parts = Tokens.signed(P256, "ES256", null, PAYLOAD).split("\\.");
        var token = parts[0] + '.' + parts[1] + '.' + Tokens.base64(new byte[64]);

        assertThat(outcome(verifier(Tokens.jwks(P256)), token)).isEqualTo(NO_KEY);
    }

    @Test
    void a_curve_is_not_taken_for_another() {
        assertThat(outcome(verifier(Tokens.jwks(P384)),
                Tokens.signed(P256, "ES256", null, PAYLOAD))).isEqualTo(NO_KEY);
    }

    @Test
    void a_payload_that_is_not_utf8_is_refused() {
        for (var bad : List.of(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'})) {
            var token = Tokens.mac("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8), bad,
                    "HmacSHA256", Tokens.SECRET.getBytes(StandardCharsets.UTF_8));

            assertThat(outcome(verifier(Tokens.SECRET), token)).isEqualTo("Parsing claims failed");
        }
    }

    @Test
    void a_weak_rsa_key_is_refused_at_once() throws Exception {
        var weak = new RSAKeyGenerator(1024, true).generate();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> verifier(weak.toPublicJWK().toJSONString()))
                .withMessageContaining("1024");
    }

    private static TokenVerifier verifier(String secret) {
        return new TokenVerifier(Tokens.config(secret), new HandClock());
    }

    private static String broken(String token) {
        int at = token.lastIndexOf('.') + 5;
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A')
                + token.substring(at + 1);
    }

    private static String forged(String token) {
        var parts = token.split("\\.");
        return parts[0] + '.' + Tokens.base64(
                "{\"role\":\"service_role\"}".getBytes(StandardCharsets.UTF_8)) + '.' + parts[2];
    }

    private static String outcome(TokenVerifier verifier, String token) {
        try {
            return verifier.verify("Bearer " + token, null).role();
        } catch (Refusal refusal) {
            assertThat(refusal.failure().status()).isEqualTo(401);
            return refusal.failure().message();
        }
    }
}
