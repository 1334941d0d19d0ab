package dev.loam.adapters.postgres.replication;

/// The server sent what this reader does not understand: a defect of either, or a message of an
/// option that was never asked for.
final class NotUnderstood extends RuntimeException {
    NotUnderstood(String message) {
        super(message);
    }
}
