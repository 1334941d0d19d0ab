package dev.loam.app.running;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.app.config.AuthSettings;

/// What accounts are served with: the settings, whether people other than developers come, the
/// connections to the module's tables, and the role to act as over them, null for their own.
public record AuthParts(
        AuthSettings settings, boolean production, PostgresConfig database, String role) {
}
