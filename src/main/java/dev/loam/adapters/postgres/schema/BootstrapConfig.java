package dev.loam.adapters.postgres.schema;

import dev.loam.base.config.Secret;

import java.time.Duration;

/// What the database is given by [Bootstrap].
///
/// `authenticatorPassword` null leaves the login role's password alone; `jwtSecret` null leaves
/// `app.settings.jwt_secret` and `app.settings.jwt_exp` alone. `defaultPrivileges` gives `anon`,
/// `authenticated` and `service_role` all rights on what is created in `public` later, as Supabase
/// does; row-level security is then what guards it.
public record BootstrapConfig(Secret authenticatorPassword, Secret jwtSecret,
        Duration jwtLifetime, boolean defaultPrivileges) {
    public BootstrapConfig {
        if (jwtLifetime == null || jwtLifetime.isNegative()) {
            throw new IllegalArgumentException("a token's lifetime is positive: " + jwtLifetime);
        }
    }

    public static BootstrapConfig of(Secret authenticatorPassword, Secret jwtSecret) {
        return new BootstrapConfig(authenticatorPassword, jwtSecret, Duration.ofHours(1), true);
    }

    public BootstrapConfig withDefaultPrivileges(boolean wanted) {
        return new BootstrapConfig(authenticatorPassword, jwtSecret, jwtLifetime, wanted);
    }
}
