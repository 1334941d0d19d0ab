package dev.loam.kernel.identity;

import java.time.Instant;

/// One of our key pairs, as it is kept.
///
/// - `id`: its `kid`, the thumbprint of its public half (RFC 7638).
/// - `publicJwk`: the public half as a JWK, for those who look into the table.
/// - `sealed`: the pair, sealed by a [KeySeal], as base64.
/// - `activatedAt`: from when on it signs, which may lie ahead; null for a standby.
/// - `retiredAt`: when it ceases to sign; null while nothing follows it.
/// - `expiresAt`: when the last token that it signed has ended; null likewise.
public record StoredKey(
        String id, SigningAlgorithm algorithm, Status status, String publicJwk, String sealed,
        Instant createdAt, Instant activatedAt, Instant retiredAt, Instant expiresAt) {
    /// Where a key is in its life.
    public enum Status {
        /// Shown to verifiers, so that they know it before it signs.
        STANDBY,
        /// Signs.
        ACTIVE,
        /// Signs no more; verifies until it expires.
        RETIRED,
        /// Verifies nothing.
        REVOKED
    }

    StoredKey active(Instant from) {
        return new StoredKey(id, algorithm, Status.ACTIVE, publicJwk, sealed, createdAt, from,
                null, null);
    }

    StoredKey retired(Instant from, Instant expires) {
        return new StoredKey(id, algorithm, Status.RETIRED, publicJwk, sealed, createdAt,
                activatedAt, from, expires);
    }

    StoredKey revoked(Instant now) {
        return new StoredKey(id, algorithm, Status.REVOKED, publicJwk, sealed, createdAt,
                activatedAt, retiredAt == null || retiredAt.isAfter(now) ? now : retiredAt, now);
    }

    /// Whether it signs at that time.
    boolean signs(Instant now) {
        return (status == Status.ACTIVE || status == Status.RETIRED) && activatedAt != null
                && !activatedAt.isAfter(now) && (retiredAt == null || retiredAt.isAfter(now));
    }

    /// Whether tokens of it count at that time.
    boolean verifies(Instant now) {
        return status != Status.REVOKED && (expiresAt == null || expiresAt.isAfter(now));
    }
}
