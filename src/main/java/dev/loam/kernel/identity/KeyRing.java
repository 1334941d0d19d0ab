package dev.loam.kernel.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.loam.base.config.Secret;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.IdentityFailure.TokenUndecodable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The keys that tokens may be signed with.
///
/// Each key knows the algorithms that its own kind allows, and only these are ever tried with it:
/// a token cannot have an RSA public key taken for an HMAC secret (RFC 8725 section 3.1). A token
/// with a `kid` is checked against the keys of that name alone; one without, against each that
/// suits. The key of a plain secret has no name and stands for any, since there is no other.
///
/// Immutable; checks may run at once on several threads.
final class KeyRing {
    private static final int SECRET_BYTES_MIN = 32;
    private static final int RSA_BITS_MIN = 2048;
    private static final Map<String, String> MACS = Map.of(
            "HS256", "HmacSHA256", "HS384", "HmacSHA384", "HS512", "HmacSHA512");
    private static final Set<String> RSA =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final Map<Curve, String> CURVES = Map.of(
            Curve.P_256, "ES256", Curve.P_384, "ES384", Curve.P_521, "ES512");
    private static final Set<String> ED25519 = Set.of("EdDSA", "Ed25519");
    private static final Set<String> KNOWN = Set.of("HS256", "HS384", "HS512", "RS256", "RS384",
            "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");

    private final List<Key> keys;
    private final boolean plain;

    private KeyRing(List<Key> keys, boolean plain) {
        this.keys = List.copyOf(keys);
        this.plain = plain;
    }

    /// Reads a secret as PostgREST does: a JWK or JWKS where the text is a JSON object, else the
    /// bytes of an HMAC secret.
    ///
    /// @throws IllegalArgumentException where no token could ever be verified with it
    static KeyRing of(Secret secret, boolean base64) {
        var bytes = bytes(secret, base64);
        var json = json(bytes);
        return json == null ? new KeyRing(List.of(macKey(bytes, null, null)), true)
                : new KeyRing(keys(jwks(json)), false);
    }

    /// One public key alone.
    static KeyRing of(JWK key) {
        return new KeyRing(keys(List.of(key)), false);
    }

    static byte[] bytes(Secret secret, boolean base64) {
        return base64 ? unwrapped(secret.value()) : secret.utf8();
    }

    /// The text of a JWK or JWKS, null where the secret is a plain one.
    static String json(byte[] secret) {
        var text = new String(secret, StandardCharsets.UTF_8).strip();
        return text.startsWith("{") ? text : null;
    }

    /// The same keys without the symmetric ones.
    KeyRing withoutSecrets() {
        return new KeyRing(keys.stream().filter(key -> !key.secret()).toList(), false);
    }

    /// Refuses a token that none of the keys has signed.
    void check(SignedToken token) {
        if (!KNOWN.contains(token.algorithm())) {
            throw new Refusal(new TokenUndecodable(TokenUndecodable.BAD_ALGORITHM, null));
        }
        if (!holds(token)) {
            throw noKey();
        }
    }

    /// Whether one of the keys has signed the token.
    boolean holds(SignedToken token) {
        for (var key : keys) {
            if (key.suits(token, plain) && key.proof().holds(token)) {
                return true;
            }
        }
        return false;
    }

    static Refusal noKey() {
        return new Refusal(new TokenUndecodable(TokenUndecodable.NO_KEY,
                "None of the keys was able to decode the JWT"));
    }

    private static byte[] unwrapped(String base64) {
        // PostgREST takes the URL alphabet too, with dots for padding.
        var standard = base64.strip().replace('-', '+').replace('_', '/').replace('.', '=');
        try {
            return Base64.getDecoder().decode(standard);
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("the JWT secret is said to be base64 but is not");
        }
    }

    static List<JWK> jwks(String text) {
        try {
            return StrictJson.MAPPER.readTree(text).has("keys")
                    ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
        } catch (ParseException | RuntimeException bad) {
            // The text is a secret: no part of it may get into a message, not even by a cause.
            throw new IllegalArgumentException("the JWT secret is JSON but no JWK or JWKS");
        }
    }

    private static List<Key> keys(List<JWK> jwks) {
        var keys = new ArrayList<Key>();
        for (var jwk : jwks) {
            if (forSignatures(jwk)) {
                fromJwk(jwk, keys);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "the JWT secret holds no key that can verify signatures");
        }
        return keys;
    }

    private static boolean forSignatures(JWK jwk) {
        var operations = jwk.getKeyOperations();
        return !KeyUse.ENCRYPTION.equals(jwk.getKeyUse())
                && (operations == null || operations.isEmpty()
                        || operations.contains(KeyOperation.VERIFY)
                        || operations.contains(KeyOperation.SIGN));
    }

    private static void fromJwk(JWK jwk, List<Key> keys) {
        var only = jwk.getAlgorithm() == null ? null : jwk.getAlgorithm().getName();
        try {
            switch (jwk) {
                case OctetSequenceKey key -> keys.add(
                        macKey(key.toByteArray(), jwk.getKeyID(), only));
                case RSAKey key -> keys.add(rsaKey(key, only));
                case ECKey key when CURVES.containsKey(key.getCurve()) -> keys.add(
                        key(key, Set.of(CURVES.get(key.getCurve())), only,
                                new ECDSAVerifier(key.toECPublicKey())));
                case OctetKeyPair key when Curve.Ed25519.equals(key.getCurve()) -> keys.add(
                        key(key, ED25519, only, new Ed25519Verifier(key.toPublicJWK())));
                default -> { }
            }
        } catch (JOSEException bad) {
            throw new IllegalArgumentException(
                    "the JWT secret holds a broken key of type " + jwk.getKeyType());
        }
    }

    private static Key rsaKey(RSAKey jwk, String only) throws JOSEException {
        if (jwk.size() < RSA_BITS_MIN) {
            throw new IllegalArgumentException("an RSA key of the JWT secret has " + jwk.size()
                    + " bits; at least " + RSA_BITS_MIN + " are asked for");
        }
        return key(jwk, RSA, only, new RSASSAVerifier(jwk.toRSAPublicKey()));
    }

    private static Key key(JWK jwk, Set<String> suited, String only, JWSVerifier verifier) {
        return new Key(jwk.getKeyID(), narrowed(suited, only), token -> {
            // Nimbus names one algorithm EdDSA; RFC 9864 lets tokens say Ed25519 instead.
            var algorithm = token.algorithm().equals("Ed25519") ? "EdDSA" : token.algorithm();
            try {
                return verifier.verify(new JWSHeader(JWSAlgorithm.parse(algorithm)),
                        token.signed(), Base64URL.encode(token.signature()));
            } catch (JOSEException bad) {
                return false;
            }
        });
    }

    private static Key macKey(byte[] secret, String id, String only) {
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException("The JWT secret must be at least "
                    + SECRET_BYTES_MIN + " characters long.");
        }
        return new Key(id, narrowed(MACS.keySet(), only), token -> {
            try {
                var name = MACS.get(token.algorithm());
                var mac = Mac.getInstance(name);
                mac.init(new SecretKeySpec(secret, name));
                return MessageDigest.isEqual(mac.doFinal(token.signed()), token.signature());
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("every JDK has HMAC with SHA-2", missing);
            }
        });
    }

    private static Set<String> narrowed(Set<String> suited, String only) {
        if (only == null || suited.contains(only)) {
            return only == null ? suited : Set.of(only);
        }
        return Set.of();
    }

    private record Key(String id, Set<String> algorithms, Proof proof) {
        boolean secret() {
            return MACS.keySet().containsAll(algorithms);
        }

        boolean suits(SignedToken token, boolean standsForAny) {
            return algorithms.contains(token.algorithm())
                    && (standsForAny || token.keyId() == null || token.keyId().equals(id));
        }
    }

    /// Whether a token whose algorithm suits the key bears its signature.
    private interface Proof {
        boolean holds(SignedToken token);
    }
}
