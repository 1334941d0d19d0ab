package dev.loam.kernel.identity;

/// The keys that others verify our tokens with.
@FunctionalInterface
public interface PublicKeys {
    /// A JSON Web Key Set without any secret (RFC 7517), as it is now.
    String jwks();
}
