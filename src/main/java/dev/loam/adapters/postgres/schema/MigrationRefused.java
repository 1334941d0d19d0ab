package dev.loam.adapters.postgres.schema;

/// The migrations cannot be run as they lie there; nothing was run. The message is for a person.
public final class MigrationRefused extends RuntimeException {
    public MigrationRefused(String message) {
        super(message);
    }
}
