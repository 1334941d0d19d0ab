package dev.loam.kernel.identity;

import java.util.Set;

/// In whose name a request runs.
///
/// `role` is the database role. `claimsJson` is the exact JSON text for the setting
/// `request.jwt.claims`, an object that always has the member `role`. `anonymous` where the role is
/// the anonymous one, whether it came from a token or from the lack of one: a missing privilege is
/// then a 401, since signing in may help. `scopes` are the names of the routes that may be used;
/// without any, all may. `subject` is the claim `sub`, the user's id, and `keyId` that of the
/// opaque key which was shown; null where there is none.
public record Caller(
        String role, String claimsJson, boolean anonymous, Set<String> scopes, String subject,
        String keyId) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /// One who is neither a user nor a key.
    public Caller(String role, String claimsJson, boolean anonymous, Set<String> scopes) {
        this(role, claimsJson, anonymous, scopes, null, null);
    }

    /// A caller who may use every route.
    public Caller(String role, String claimsJson, boolean anonymous) {
        this(role, claimsJson, anonymous, Set.of());
    }

    /// Whether the route of that name may be used.
    public boolean mayUse(String route) {
        return scopes.isEmpty() || scopes.contains(route);
    }
}
