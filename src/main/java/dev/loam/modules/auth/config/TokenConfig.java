package dev.loam.modules.auth.config;

import java.time.Duration;
import java.util.List;

/// Access tokens.
///
/// - `lifetime`: how long one counts.
/// - `issuer`: the claim `iss`, null for the module's own address.
/// - `audience`: the claim `aud` and the audience of new accounts.
/// - `adminRoles`: roles whose tokens open the admin endpoints.
public record TokenConfig(
        Duration lifetime, String issuer, String audience, List<String> adminRoles) {
    public static final TokenConfig DEFAULT = new TokenConfig(Duration.ofHours(1), null,
            "authenticated", List.of("service_role", "supabase_admin"));

    public TokenConfig {
        adminRoles = List.copyOf(adminRoles);
    }
}
