package dev.loam.kernel.identity;

import com.nimbusds.jose.jwk.JWK;

/// Makes key pairs by chance.
@FunctionalInterface
public interface KeyMaker {
    /// A new pair for an asymmetric algorithm: on the curve P-256 for ES256, of at least 2048 bits
    /// for RS256. Its name does not count.
    JWK make(SigningAlgorithm algorithm);
}
