package dev.loam.modules.auth.external;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthCode;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Verifies ID tokens: who signed them, and with what.
///
/// Only signatures by key pairs count, each algorithm with its own kind of key: a token cannot say
/// `none`, nor have a public key taken for an HMAC secret (RFC 8725 section 3.1). What the claims
/// must say is checked by [IdTokenClaims].
final class IdTokens {
    private static final int CHARS_MAX = 16_384;
    private static final int RSA_BITS_MIN = 2048;
    private static final Set<JWSAlgorithm> RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384,
            JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512);
    private static final Map<JWSAlgorithm, Curve> EC = Map.of(JWSAlgorithm.ES256, Curve.P_256,
            JWSAlgorithm.ES384, Curve.P_384, JWSAlgorithm.ES512, Curve.P_521);
    private static final Set<JWSAlgorithm> ED25519 =
            Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    private final KeySets keySets;

    IdTokens(KeySets keySets) {
        this.keySets = keySets;
    }

    /// The claims of a token that one of a service's keys has signed.
    IdTokenClaims verify(String token, Metadata service) {
        var parsed = parse(token);
        var header = parsed.getHeader();
        if (!RSA.contains(header.getAlgorithm()) && !EC.containsKey(header.getAlgorithm())
                && !ED25519.contains(header.getAlgorithm())) {
            throw bad("its algorithm is not allowed");
        }
        if (header.getCriticalParams() != null) {
            throw bad("it asks for extensions that are not known");
        }
        for (var key : keySets.keys(service.keys(), header.getKeyID())) {
            if (suits(key, header) && signed(parsed, key)) {
                return new IdTokenClaims(claims(parsed), header.getAlgorithm().getName());
            }
        }
        throw bad("none of the provider's keys has signed it");
    }

    static Refusal bad(String why) {
        return AuthCode.VALIDATION_FAILED.refusal("Bad ID token: " + why);
    }

    private static JWSObject parse(String token) {
        if (token.length() > CHARS_MAX) {
            throw bad("it is too long");
        }
        try {
            return JWSObject.parse(token);
        } catch (ParseException | RuntimeException malformed) {
            throw bad("it is not a signed JWT");
        }
    }

    private static ObjectNode claims(JWSObject token) {
        try {
            if (Calls.JSON.readTree(token.getPayload().toBytes()) instanceof ObjectNode claims) {
                return claims;
            }
        } catch (JacksonException malformed) {
            // Answered as below.
        }
        throw bad("its claims are not a JSON object");
    }

    private static boolean suits(JWK key, JWSHeader header) {
        var algorithm = header.getAlgorithm();
        if (KeyUse.ENCRYPTION.equals(key.getKeyUse())
                || key.getAlgorithm() != null
                        && !key.getAlgorithm().getName().equals(algorithm.getName())) {
            return false;
        }
        return switch (key) {
            case RSAKey rsa -> RSA.contains(algorithm) && rsa.size() >= RSA_BITS_MIN;
            case ECKey ec -> ec.getCurve().equals(EC.get(algorithm));
            case OctetKeyPair pair -> ED25519.contains(algorithm)
                    && Curve.Ed25519.equals(pair.getCurve());
            default -> false;
        };
    }

    private static boolean signed(JWSObject token, JWK key) {
        try {
            JWSVerifier verifier = switch (key) {
                case RSAKey rsa -> new RSASSAVerifier(rsa.toRSAPublicKey());
                case ECKey ec -> new ECDSAVerifier(ec.toECPublicKey());
                case OctetKeyPair pair -> new Ed25519Verifier(pair.toPublicJWK());
                default -> throw new IllegalArgumentException("no key for signatures");
            };
            return token.verify(verifier);
        } catch (JOSEException unusable) {
            return false;
        }
    }
}
