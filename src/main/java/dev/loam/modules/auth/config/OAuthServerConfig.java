package dev.loam.modules.auth.config;

import java.time.Duration;

/// Loam as the authorization server of other applications.
///
/// - `registrationEnabled`: whether applications may register themselves (RFC 7591).
/// - `consentPath`: the page of the site that asks the person, below the site's address.
/// - `authorizationLifetime`: how long a request waits for the person, and a code for its use.
public record OAuthServerConfig(
        boolean enabled, boolean registrationEnabled, String consentPath,
        Duration authorizationLifetime) {
    public static final OAuthServerConfig DEFAULT =
            new OAuthServerConfig(true, true, "/oauth/consent", Duration.ofMinutes(10));
}
