package dev.loam.kernel.identity;

/// In whose name a request runs.
///
/// `role` is the database role. `claimsJson` is the exact JSON text for the setting
/// `request.jwt.claims`, an object that always has the member `role`. `anonymous` where the role is
/// the anonymous one, whether it came from a token or from the lack of one: a missing privilege is
/// then a 401, since signing in may help.
public record Caller(String role, String claimsJson, boolean anonymous) {
}
