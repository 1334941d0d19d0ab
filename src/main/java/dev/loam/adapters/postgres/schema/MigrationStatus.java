package dev.loam.adapters.postgres.schema;

import java.time.Instant;

/// One migration, in the project, in the database, or in both. `appliedAt` is null when it is not
/// applied, or was applied by another tool, which does not keep the time.
public record MigrationStatus(
        String version, String name, String file, State state, Instant appliedAt) {
    public enum State {
        APPLIED,
        PENDING,
        /// Not applied, and older than the newest one that is.
        OUT_OF_ORDER,
        /// Applied, and its file was edited afterwards.
        CHANGED,
        /// Applied, and its file is gone.
        FILE_MISSING
    }
}
