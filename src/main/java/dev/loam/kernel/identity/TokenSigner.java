package dev.loam.kernel.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.loam.base.config.Secret;

/// Signs claims. Thread-safe; waits for nothing.
@FunctionalInterface
public interface TokenSigner {
    /// A JWT in compact form whose payload is that text, a JSON object.
    String sign(String claimsJson);

    /// Signs with HS256 and the secret: the first symmetric key where it is a JWK or JWKS. The
    /// header names the key where the key has a name.
    ///
    /// @throws IllegalArgumentException where no token can be signed with it, with words for its
    ///     owner
    static TokenSigner of(Secret secret, boolean base64) {
        var key = symmetric(secret, base64);
        try {
            return of(JWSAlgorithm.HS256, key.getKeyID(), new MACSigner(key.toByteArray()));
        } catch (JOSEException wrong) {
            throw new IllegalArgumentException(
                    "the JWT secret cannot sign with HS256: " + wrong.getMessage());
        }
    }

    /// `keyId` may be null.
    static TokenSigner of(JWSAlgorithm algorithm, String keyId, JWSSigner signer) {
        var header = new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT).keyID(keyId).build();
        return claimsJson -> {
            var token = new JWSObject(header, new Payload(claimsJson));
            try {
                token.sign(signer);
            } catch (JOSEException wrong) {
                throw new IllegalStateException("a key that has signed before cannot", wrong);
            }
            return token.serialize();
        };
    }

    private static OctetSequenceKey symmetric(Secret secret, boolean base64) {
        var bytes = KeyRing.bytes(secret, base64);
        var json = KeyRing.json(bytes);
        if (json == null) {
            return new OctetSequenceKey.Builder(bytes).build();
        }
        for (var key : KeyRing.jwks(json)) {
            if (key instanceof OctetSequenceKey symmetric) {
                return symmetric;
            }
        }
        throw new IllegalArgumentException(
                "the JWT secret holds no symmetric key, so nothing can be signed with it");
    }
}
