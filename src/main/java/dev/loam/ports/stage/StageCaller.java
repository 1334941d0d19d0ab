package dev.loam.ports.stage;

/// In whose name a request runs.
///
/// @param role the database role
/// @param claimsJson the claims of the token or key, a JSON object
/// @param anonymous whether the role is the one of callers without a token
public record StageCaller(String role, String claimsJson, boolean anonymous) {
}
