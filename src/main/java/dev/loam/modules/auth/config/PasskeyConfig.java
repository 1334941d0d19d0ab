package dev.loam.modules.auth.config;

import java.time.Duration;
import java.util.List;

/// Passkeys.
///
/// - `relyingPartyId`: the domain they belong to, null for the host of the site's address.
/// - `relyingPartyName`: what people see.
/// - `origins`: the pages that may use them; empty for the site's address alone.
/// - `challengeLifetime`: how long a challenge waits for its answer.
/// - `perUserMax`: how many one account may have.
/// Source: Web Authentication Level 3.
public record PasskeyConfig(
        boolean enabled, String relyingPartyId, String relyingPartyName, List<String> origins,
        Duration challengeLifetime, int perUserMax) {
    public static final PasskeyConfig DEFAULT =
            new PasskeyConfig(true, null, "Loam", List.of(), Duration.ofMinutes(5), 10);

    public PasskeyConfig {
        origins = List.copyOf(origins);
    }
}
