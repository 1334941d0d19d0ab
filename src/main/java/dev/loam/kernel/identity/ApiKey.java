package dev.loam.kernel.identity;

import dev.loam.base.config.Secret;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An opaque key of a service, as it is kept: all but the key itself.
///
/// `prefix` is the beginning of the key, to tell it by. `scopes` are the names of the routes that
/// it opens, all where there are none. `lastUsedAt` is a minute late at most. `expiresAt`,
/// `revokedAt`, `lastUsedAt` and `createdBy` (an account) may be null.
public record ApiKey(
        UUID id, String name, String prefix, String role, List<String> scopes, Instant createdAt,
        Instant lastUsedAt, Instant expiresAt, Instant revokedAt, UUID createdBy) {
    public ApiKey {
        scopes = List.copyOf(scopes);
    }

    /// Whether it opens anything at that time.
    public boolean counts(Instant now) {
        return revokedAt == null && (expiresAt == null || expiresAt.isAfter(now));
    }

    /// What a new one is to be. `createdBy` and `expiresAt` may be null.
    public record Wanted(
            String name, String role, List<String> scopes, Instant expiresAt, UUID createdBy) {
        public Wanted {
            scopes = List.copyOf(scopes);
        }
    }

    /// A new one, with the key itself, which is told this once.
    public record Created(ApiKey key, Secret secret) {
    }
}
