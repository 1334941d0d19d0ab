package dev.loam.adapters.postgres.embedded;

/// The embedded server could not do what was asked; the message is a sentence for a person.
public final class EmbeddedPostgresException extends RuntimeException {
    public EmbeddedPostgresException(String message) {
        super(message);
    }

    public EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
