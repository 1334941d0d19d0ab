package dev.loam.kernel.identity;

import dev.loam.base.config.Secret;
import java.time.Duration;
import java.util.List;

/// How callers are established.
///
/// - `jwtSecret`: a plain secret of at least 32 bytes, a JWK or a JWKS as JSON text; null when no
///   token can be checked. `jwtSecretIsBase64`: the text is base64 of that.
/// - `audience`: the value that a token's `aud`, if it has one, must contain, or a regular
///   expression for it; null for any.
/// - `roleClaim`: where the claims name the role.
/// - `anonymousRole`: the role of those without a role; null to refuse them.
/// - `loginRole`: the role of our own database connections, which no token may name; or null.
/// - `apikeyHeader`: whether the `apikey` field counts, as behind a Supabase gateway. PostgREST
///   alone does not know it.
/// - `opaqueKeys`: keys that are no tokens, for the `apikey` field only.
/// - `cacheEntriesMax`: how many verified tokens are remembered; 0 for none.
/// - `tokenCharsMax`: a longer token is refused unread.
/// - `clockSkew`: how far the issuer's clock may be off.
public record IdentityConfig(
        Secret jwtSecret, boolean jwtSecretIsBase64, String audience, RolePath roleClaim,
        String anonymousRole, String loginRole, boolean apikeyHeader, List<OpaqueKey> opaqueKeys,
        int cacheEntriesMax, int tokenCharsMax, Duration clockSkew) {
    public static final int CACHE_ENTRIES_MAX = 1_000;
    public static final int TOKEN_CHARS_MAX = 16 << 10;
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    public IdentityConfig {
        opaqueKeys = List.copyOf(opaqueKeys);
        if (cacheEntriesMax < 0) {
            throw new IllegalArgumentException("the token cache cannot hold " + cacheEntriesMax);
        }
        if (tokenCharsMax < 1) {
            throw new IllegalArgumentException("no token is as short as " + tokenCharsMax);
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("the clock skew is negative: " + clockSkew);
        }
    }

    /// The usual bounds, with the role in the claim `role`.
    public static IdentityConfig of(
            Secret jwtSecret, String anonymousRole, String loginRole, boolean apikeyHeader,
            List<OpaqueKey> opaqueKeys) {
        return new IdentityConfig(jwtSecret, false, null, RolePath.ROLE, anonymousRole, loginRole,
                apikeyHeader, opaqueKeys, CACHE_ENTRIES_MAX, TOKEN_CHARS_MAX, CLOCK_SKEW);
    }

    /// A key such as `sb_publishable_…` or `sb_secret_…`, and the role it stands for.
    public record OpaqueKey(Secret key, String role) {
    }
}
