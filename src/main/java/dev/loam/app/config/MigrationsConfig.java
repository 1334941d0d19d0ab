package dev.loam.app.config;

import java.util.List;

/// Which migrations are applied. `dir` and `seeds` are relative to the project's folder; a seed may
/// hold wildcards.
public record MigrationsConfig(
        boolean enabled, String dir, List<String> seeds, boolean outOfOrder) {
    static MigrationsConfig from(Resolved values) {
        return new MigrationsConfig(
                values.get(Settings.MIGRATIONS_ENABLED), values.get(Settings.MIGRATIONS_DIR),
                values.get(Settings.MIGRATIONS_SEEDS),
                values.get(Settings.MIGRATIONS_OUT_OF_ORDER));
    }
}
