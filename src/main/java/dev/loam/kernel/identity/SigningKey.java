package dev.loam.kernel.identity;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Set;

/// A key pair of ours whose seal has been opened.
record SigningKey(StoredKey stored, TokenSigner signer, KeyRing ring, JWK published) {
    /// Null where the seal does not open, or holds no key for its algorithm.
    static SigningKey open(StoredKey stored, KeySeal seal) {
        var pair = seal.open(stored);
        if (pair == null) {
            return null;
        }
        try {
            var id = stored.id();
            var signer = switch (pair) {
                case ECKey key when stored.algorithm() == SigningAlgorithm.ES256 ->
                        TokenSigner.of(JWSAlgorithm.ES256, id, new ECDSASigner(key));
                case RSAKey key when stored.algorithm() == SigningAlgorithm.RS256 ->
                        TokenSigner.of(JWSAlgorithm.RS256, id, new RSASSASigner(key));
                default -> null;
            };
            var published = published(pair, id, stored.algorithm());
            return signer == null ? null
                    : new SigningKey(stored, signer, KeyRing.of(published), published);
        } catch (JOSEException | IllegalArgumentException bad) {
            return null;
        }
    }

    /// The public half, as verifiers fetch it.
    static JWK published(JWK pair, String id, SigningAlgorithm algorithm) {
        var use = Algorithm.parse(algorithm.name());
        var verify = Set.of(KeyOperation.VERIFY);
        return switch (pair.toPublicJWK()) {
            case ECKey key -> new ECKey.Builder(key).keyID(id).algorithm(use)
                    .keyUse(KeyUse.SIGNATURE).keyOperations(verify).build();
            case RSAKey key -> new RSAKey.Builder(key).keyID(id).algorithm(use)
                    .keyUse(KeyUse.SIGNATURE).keyOperations(verify).build();
            default -> throw new IllegalArgumentException(
                    "no key pair for " + algorithm + ": " + pair.getKeyType());
        };
    }

    /// When tokens of it cease to count, in milliseconds since 1970.
    long endMillis() {
        var end = stored.expiresAt();
        return end == null ? Long.MAX_VALUE : end.toEpochMilli();
    }
}
