package dev.loam.adapters.postgres.schema;

import dev.loam.base.config.Secret;

import java.time.Duration;

/// What the database is given by [Bootstrap].
///
/// `authenticatorPassword` and `authAdminPassword`, those of the roles `authenticator` and
/// `supabase_auth_admin`, are left alone where null; `jwtSecret` null leaves
/// `app.settings.jwt_secret` and `app.settings.jwt_exp` alone. `defaultPrivileges` gives `anon`,
/// `authenticated` and `service_role` all rights on what is created in `public` later, as Supabase
/// does; row-level security is then what guards it.
public record BootstrapConfig(Secret authenticatorPassword, Secret authAdminPassword,
        Secret jwtSecret, Duration jwtLifetime, boolean defaultPrivileges) {
    public BootstrapConfig {
        if (jwtLifetime == null || jwtLifetime.isNegative()) {
            throw new IllegalArgumentException("a token's lifetime is positive: " + jwtLifetime);
        }
    }

    public static BootstrapConfig of(Secret authenticatorPassword, Secret jwtSecret) {
        return new BootstrapConfig(
                authenticatorPassword, null, jwtSecret, Duration.ofHours(1), true);
    }

    public BootstrapConfig withDefaultPrivileges(boolean wanted) {
        return new BootstrapConfig(
                authenticatorPassword, authAdminPassword, jwtSecret, jwtLifetime, wanted);
    }

    public BootstrapConfig withAuthAdminPassword(Secret password) {
        return new BootstrapConfig(
                authenticatorPassword, password, jwtSecret, jwtLifetime, defaultPrivileges);
    }
}
