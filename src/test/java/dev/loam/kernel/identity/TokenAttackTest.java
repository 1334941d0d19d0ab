package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.RSAKey;
import dev.loam.base.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is tried against tokens, on a project that signs with a secret, an EC pair and an RSA pair.
///
/// Source: RFC 8725; OWASP JSON Web Token cheat sheet.
class TokenAttackTest {
    private static final String NO_KEY = "No suitable key or wrong key type";
    private static final String BAD_ALGORITHM = "Wrong or unsupported encoding algorithm";
    private static final String NOT_DECODED = "JWT couldn't be decoded";
    private static final String PARTS = "Expected 3 parts in JWT; got ";
    private static final String NOT_PARSED = "Parsing claims failed";

    private static final KeyBench BENCH = new KeyBench();
    private static final ECKey EC = (ECKey) key(SigningAlgorithm.ES256);
    private static final RSAKey RSA = (RSAKey) key(SigningAlgorithm.RS256);
    private static final ECKey FOREIGN_EC = Tokens.ec(Curve.P_256, EC.getKeyID());
    private static final RSAKey FOREIGN_RSA = Tokens.rsa(RSA.getKeyID());

    private static final String CLAIMS = "{\"role\":\"author\",\"exp\":" + (Tokens.NOON + 60) + "}";
    private static final String RAISED = "{\"role\":\"service_role\"}";
    private static final String HS = Tokens.hs256(CLAIMS);
    private static final String ES = Tokens.signed(EC, "ES256", EC.getKeyID(), CLAIMS);
    private static final String RS = Tokens.signed(RSA, "RS256", RSA.getKeyID(), CLAIMS);

    private final TokenVerifier verifier = verifier();

    private static JWK key(SigningAlgorithm algorithm) {
        try {
            BENCH.rotation.ensure(algorithm);
            BENCH.refresh();
            var kept = BENCH.rotation.list().getLast();
            var pair = BENCH.seal.open(kept);
            return pair instanceof ECKey ec
                    ? new ECKey.Builder(ec).keyID(kept.id()).build()
                    : new RSAKey.Builder((RSAKey) pair).keyID(kept.id()).build();
        } catch (KeysUnreadable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static TokenVerifier verifier() {
        return new TokenVerifier(new IdentityConfig(new Secret(Tokens.SECRET), false, "ours",
                RolePath.ROLE, "anon", "authenticator", true, List.of(), 100,
                IdentityConfig.TOKEN_CHARS_MAX, Duration.ofSeconds(30)),
                BENCH.live::get, ApiKeyLookup.NONE, BENCH.clock);
    }

    @Test
    void the_genuine_ones_count() {
        for (var token : List.of(HS, ES, RS)) {
            assertThat(KeyBench.outcome(verifier, token)).isEqualTo("author");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"unsigned", "confusion", "keyNames", "broughtKeys", "signatures", "spellings",
        "shapes", "headers", "times", "claims"})
    void an_attack_fails(String attack, String token, String outcome) {
        assertThat(KeyBench.outcome(verifier, token)).as(attack).isEqualTo(outcome);
        // It does not become good by being sent again.
        assertThat(KeyBench.outcome(verifier, token)).as(attack).isEqualTo(outcome);
    }

    static Stream<Arguments> unsigned() {
        return Stream.of("none", "None", "NONE", "nOnE").flatMap(none -> Stream.of(
                attack("alg " + none, Tokens.unsigned(header(none), RAISED), BAD_ALGORITHM),
                attack("alg " + none + " with the signature of another",
                        Tokens.unsigned(header(none), RAISED) + part(HS, 2), BAD_ALGORITHM),
                attack("alg " + none + " with our kid", Tokens.unsigned("{\"alg\":\"" + none
                        + "\",\"kid\":\"" + EC.getKeyID() + "\"}", RAISED), BAD_ALGORITHM)));
    }

    static Stream<Arguments> confusion() {
        return Stream.of(EC, RSA).flatMap(key -> secrets(key).flatMap(secret -> Stream.of(
                attack("HS256 with a public key",
                        Tokens.mac(header("HS256"), RAISED, "HmacSHA256", secret), NO_KEY),
                attack("HS256 with a public key and its kid", Tokens.mac("{\"alg\":\"HS256\","
                        + "\"kid\":\"" + key.getKeyID() + "\"}", RAISED, "HmacSHA256", secret),
                        NO_KEY))));
    }

    private static Stream<String> secrets(JWK key) {
        try {
            var der = key instanceof ECKey ec ? ec.toECPublicKey().getEncoded()
                    : ((RSAKey) key).toRSAPublicKey().getEncoded();
            var pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END PUBLIC KEY-----";
            return Stream.of(pem, pem + "\n", new String(der, StandardCharsets.ISO_8859_1),
                    Base64.getEncoder().encodeToString(der), key.toPublicJWK().toJSONString(),
                    BENCH.live.get().jwks());
        } catch (JOSEException bad) {
            throw new AssertionError(bad);
        }
    }

    static Stream<Arguments> keyNames() {
        var names = List.of("unheard", "", "../../../../dev/null", "/dev/null", "' or '1'='1",
                "x'; drop table loam.signing_keys; --", "secret", "http://127.0.0.1:1/key");
        return Stream.concat(
                names.stream().flatMap(name -> Stream.of(
                        attack("kid " + name, Tokens.signed(EC, "ES256", name, RAISED), NO_KEY),
                        attack("kid " + name, Tokens.signed(FOREIGN_EC, "ES256", name, RAISED),
                                NO_KEY))),
                Stream.of(
                        attack("no kid", Tokens.signed(EC, "ES256", null, RAISED), NO_KEY),
                        attack("foreign key without kid",
                                Tokens.signed(FOREIGN_RSA, "RS256", null, RAISED), NO_KEY),
                        attack("foreign issuer with our kid", Tokens.signed(FOREIGN_EC, "ES256",
                                EC.getKeyID(), "{\"iss\":\"loam\",\"role\":\"author\"}"), NO_KEY),
                        attack("foreign RSA issuer with our kid", Tokens.signed(FOREIGN_RSA,
                                "RS256", RSA.getKeyID(), RAISED), NO_KEY),
                        attack("kid of the other pair",
                                Tokens.signed(EC, "ES256", RSA.getKeyID(), RAISED), NO_KEY),
                        attack("another algorithm of the same key",
                                Tokens.signed(RSA, "PS256", RSA.getKeyID(), RAISED), NO_KEY),
                        attack("another hash of the same key",
                                Tokens.signed(RSA, "RS512", RSA.getKeyID(), RAISED), NO_KEY),
                        attack("another secret", Tokens.mac(header("HS256"), RAISED, "HmacSHA256",
                                "your-super-secret-jwt-token-with-at-least-32-chars"), NO_KEY)));
    }

    static Stream<Arguments> broughtKeys() {
        var jwk = FOREIGN_EC.toPublicJWK().toJSONString();
        var kid = "\"kid\":\"" + EC.getKeyID() + "\"";
        return Stream.of("\"jwk\":" + jwk, "\"jku\":\"http://127.0.0.1:1/jwks.json\"",
                        "\"x5u\":\"http://127.0.0.1:1/cert.pem\"", "\"x5c\":[\"MIIB\"]",
                        "\"jwk\":" + jwk + "," + kid, "\"jku\":\"http://127.0.0.1:1/\"," + kid)
                .map(member -> attack(member, signedBy(FOREIGN_EC,
                        "{\"alg\":\"ES256\"," + member + "}"), NO_KEY));
    }

    static Stream<Arguments> signatures() {
        var signed = ES.substring(0, ES.lastIndexOf('.') + 1);
        var signature = Base64.getUrlDecoder().decode(part(ES, 2));
        var order = Curve.P_256.toECParameterSpec().getOrder();
        var n = fixed(order.toByteArray());
        return Stream.of(
                attack("r and s of zero", signed + Tokens.base64(new byte[64]), NO_KEY),
                attack("r and s of the order", signed + Tokens.base64(joined(n, n)), NO_KEY),
                attack("r of zero", signed + Tokens.base64(
                        joined(new byte[32], slice(signature, 32, 64))), NO_KEY),
                attack("DER", signed + Tokens.base64(der(signature)), NO_KEY),
                attack("cut short", signed + Tokens.base64(slice(signature, 0, 63)), NO_KEY),
                attack("half", signed + Tokens.base64(slice(signature, 0, 32)), NO_KEY),
                attack("one byte more", signed + Tokens.base64(
                        joined(signature, new byte[1])), NO_KEY),
                attack("empty", signed, NO_KEY),
                attack("empty HS256", HS.substring(0, HS.lastIndexOf('.') + 1), NO_KEY),
                attack("HS256 cut short", Tokens.unsigned(header("HS256"), CLAIMS)
                        + Tokens.base64(slice(Base64.getUrlDecoder().decode(part(HS, 2)), 0, 16)),
                        NO_KEY),
                attack("RSA of zero", RS.substring(0, RS.lastIndexOf('.') + 1)
                        + Tokens.base64(new byte[256]), NO_KEY),
                attack("payload of another", part(HS, 0) + '.'
                        + part(Tokens.hs256(RAISED), 1) + '.' + part(HS, 2), NO_KEY),
                attack("header of another", part(ES, 0) + '.' + part(HS, 1) + '.' + part(HS, 2),
                        NO_KEY));
    }

    static Stream<Arguments> spellings() {
        return Stream.of(HS, ES, RS).flatMap(token -> Stream.of(
                attack("padded", token + "=", NOT_DECODED),
                attack("padded twice", token + "==", NOT_DECODED),
                attack("unused bits set", respelled(token), NOT_DECODED),
                attack("trailing text", token + "!", NOT_DECODED),
                attack("trailing NUL", token + "\0", NOT_DECODED),
                attack("blank inside", token.substring(0, 20) + " " + token.substring(20),
                        NOT_DECODED),
                attack("line break inside", token.substring(0, 20) + "\n" + token.substring(20),
                        NOT_DECODED),
                attack("standard alphabet", token.substring(0, token.length() - 4) + "++//",
                        NOT_DECODED),
                attack("percent encoded", token.substring(0, token.length() - 4) + "%3D%3",
                        NOT_DECODED),
                attack("two joined", token + token, PARTS + 5),
                attack("two with a comma", token + "," + token, PARTS + 5),
                attack("a dot more", token + ".", PARTS + 4),
                attack("a dot before", "." + token, PARTS + 4)));
    }

    static Stream<Arguments> shapes() {
        var deep = "{\"role\":\"author\",\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        var wide = "{\"role\":\"author\",\"a\":\"" + "x".repeat(20_000) + "\"}";
        return Stream.of(
                attack("a JWE", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwiemlwIjoiREVGIn0..AAAA"
                        + ".AAAA.AAAA", PARTS + 5),
                attack("a JWE's header in three parts",
                        Tokens.mac("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}", RAISED,
                                "HmacSHA256", Tokens.SECRET), BAD_ALGORITHM),
                attack("oversized", Tokens.hs256(wide), NOT_DECODED),
                attack("oversized signature", HS + "A".repeat(1 << 20), NOT_DECODED),
                attack("many dots", ".".repeat(16_000), PARTS + 16_001),
                attack("deeply nested", Tokens.hs256(deep), NOT_PARSED),
                attack("a deep header", Tokens.mac("{\"alg\":\"HS256\",\"a\":"
                        + "[".repeat(2000) + "]".repeat(2000) + "}", RAISED, "HmacSHA256",
                        Tokens.SECRET), NOT_DECODED));
    }

    static Stream<Arguments> headers() {
        return Stream.of("{\"alg\":\"HS256\",\"alg\":\"none\"}",
                        "{\"alg\":\"none\",\"alg\":\"HS256\"}",
                        "{\"alg\":\"HS256\",\"kid\":\"a\",\"kid\":\"b\"}",
                        "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}",
                        "{\"alg\":\"HS256\",\"crit\":null}",
                        "{\"alg\":\"HS256\",\"b64\":false}",
                        "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}",
                        "{\"alg\":\"HS256\"}{}", "{\"alg\":\"HS256\",}", "{'alg':'HS256'}",
                        "{\"alg\":\"HS256\",\"kid\":{\"$ne\":null}}")
                .map(header -> attack(header,
                        Tokens.mac(header, RAISED, "HmacSHA256", Tokens.SECRET), NOT_DECODED));
    }

    static Stream<Arguments> times() {
        long now = Tokens.NOON;
        return Stream.of(
                claims("\"exp\":" + (now - 31), "JWT expired"),
                claims("\"exp\":" + (now - 31) + ".5", "JWT expired"),
                claims("\"exp\":0", "JWT expired"),
                claims("\"exp\":-1", "JWT expired"),
                claims("\"exp\":-1e400", "JWT expired"),
                claims("\"exp\":\"" + (now + 60) + "\"", "The JWT 'exp' claim must be a number"),
                claims("\"exp\":\"never\"", "The JWT 'exp' claim must be a number"),
                claims("\"exp\":true", "The JWT 'exp' claim must be a number"),
                claims("\"exp\":[" + (now + 60) + "]", "The JWT 'exp' claim must be a number"),
                claims("\"exp\":NaN", NOT_PARSED),
                claims("\"exp\":1" + "0".repeat(101), NOT_PARSED),
                claims("\"nbf\":" + (now + 31), "JWT not yet valid"),
                claims("\"nbf\":1e300", "JWT not yet valid"),
                claims("\"nbf\":\"0\"", "The JWT 'nbf' claim must be a number"),
                claims("\"iat\":" + (now + 31), "JWT issued at future"),
                claims("\"iat\":{}", "The JWT 'iat' claim must be a number"));
    }

    static Stream<Arguments> claims() {
        return Stream.of(
                claims("\"aud\":\"theirs\"", "JWT not in audience"),
                claims("\"aud\":[\"theirs\",\"ours2\"]", "JWT not in audience"),
                claims("\"aud\":\"OURS\"", "JWT not in audience"),
                claims("\"aud\":{\"ours\":1}",
                        "The JWT 'aud' claim must be a string or an array of strings"),
                claims("\"exp\":" + (Tokens.NOON + 60) + ",\"exp\":1", NOT_PARSED),
                claims("\"role\":\"service_role\"", NOT_PARSED),
                attack("role none", Tokens.hs256("{\"role\":\"none\"}"),
                        "The role in the JWT cannot be assumed"),
                attack("role NONE", Tokens.hs256("{\"role\":\"NONE\"}"),
                        "The role in the JWT cannot be assumed"),
                attack("the login role", Tokens.hs256("{\"role\":\"authenticator\"}"),
                        "The role in the JWT cannot be assumed"),
                attack("a NUL in the role", Tokens.hs256("{\"role\":\"anon\\u0000\"}"),
                        NOT_PARSED),
                attack("a list of roles", Tokens.hs256("{\"role\":[\"service_role\"]}"),
                        NOT_PARSED),
                attack("no object", Tokens.hs256("[\"service_role\"]"), NOT_PARSED),
                attack("text after the claims", Tokens.hs256("{\"role\":\"author\"}{}"),
                        NOT_PARSED),
                attack("an ID token", Tokens.signed(EC, "ES256", EC.getKeyID(),
                        "{\"sub\":\"7\",\"aud\":\"ours\"}"), "The JWT is no access token"));
    }

    @Test
    void a_token_that_names_no_end_or_issuer_counts_as_ever() {
        for (var claims : List.of("{\"role\":\"anon\"}", "{\"role\":\"anon\",\"iss\":\"supabase\"}",
                "{\"role\":\"anon\",\"exp\":99999999999}",
                "{\"role\":\"anon\",\"exp\":" + (Tokens.NOON + 1) + ".25}")) {
            assertThat(KeyBench.outcome(verifier, Tokens.hs256(claims))).isEqualTo("anon");
        }
    }

    @Test
    void nothing_secret_is_published() throws Exception {
        var set = JWKSet.parse(BENCH.live.get().jwks());

        assertThat(set.getKeys()).hasSize(2).allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getKeyType().getValue()).isIn("EC", "RSA");
            assertThat(key.getKeyOperations()).containsExactly(KeyOperation.VERIFY);
        });
        assertThat(BENCH.live.get().jwks()).doesNotContain("\"d\"", "\"k\"", "\"p\"", "oct");
    }

    @Test
    void a_token_that_was_remembered_does_not_lend_its_name() {
        assertThat(KeyBench.outcome(verifier, ES)).isEqualTo("author");

        assertThat(KeyBench.outcome(verifier, ES.substring(0, ES.length() - 1))).isNotEqualTo(
                "author");
    }

    private static Arguments claims(String members, String outcome) {
        return attack(members, Tokens.hs256("{\"role\":\"author\"," + members + "}"), outcome);
    }

    private static Arguments attack(String name, String token, String outcome) {
        return Arguments.of(name, token, outcome);
    }

    private static String header(String algorithm) {
        return "{\"alg\":\"" + algorithm + "\"}";
    }

    private static String part(String token, int index) {
        return token.split("\\.", -1)[index];
    }

    /// The same bytes in the last part, spelt with bits that nobody reads.
    private static String respelled(String token) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char last = token.charAt(token.length() - 1);
        return token.substring(0, token.length() - 1)
                + alphabet.charAt(alphabet.indexOf(last) + 1);
    }

    private static String signedBy(ECKey key, String header) {
        try {
            var signed = Tokens.base64(header.getBytes(StandardCharsets.UTF_8)) + '.'
                    + Tokens.base64(RAISED.getBytes(StandardCharsets.UTF_8));
            return signed + '.' + new ECDSASigner(key).sign(
                    JWSHeader.parse(header),
                    signed.getBytes(StandardCharsets.ISO_8859_1));
        } catch (Exception bad) {
            throw new AssertionError(bad);
        }
    }

    private static byte[] der(byte[] signature) {
        try {
            return ECDSA.transcodeSignatureToDER(signature);
        } catch (JOSEException bad) {
            throw new AssertionError(bad);
        }
    }

    private static byte[] fixed(byte[] number) {
        return slice(number, number.length - 32, number.length);
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one).put(other).array();
    }
}
