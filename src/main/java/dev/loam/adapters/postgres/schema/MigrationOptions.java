package dev.loam.adapters.postgres.schema;

import java.time.Duration;

/// How migrations run.
///
/// `outOfOrder` allows files older than the newest one that was applied. `seed` runs the seed on
/// first creation. `missingAllowed` starts although something that the files need is missing.
/// `lockTimeout` is how long to wait for another process that is migrating the same database.
public record MigrationOptions(
        boolean outOfOrder, boolean seed, boolean missingAllowed, Duration lockTimeout) {
    public static MigrationOptions defaults() {
        return new MigrationOptions(false, true, false, Duration.ofMinutes(5));
    }

    public MigrationOptions withOutOfOrder(boolean allowed) {
        return new MigrationOptions(allowed, seed, missingAllowed, lockTimeout);
    }

    public MigrationOptions withSeed(boolean wanted) {
        return new MigrationOptions(outOfOrder, wanted, missingAllowed, lockTimeout);
    }

    public MigrationOptions withMissingAllowed(boolean allowed) {
        return new MigrationOptions(outOfOrder, seed, allowed, lockTimeout);
    }
}
