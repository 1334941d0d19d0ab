package dev.loam.adapters.postgres.replication;

/// Something that trying again soon does not mend.
final class Obstacle extends Exception {
    Obstacle(String message) {
        super(message, null, false, false);
    }
}
