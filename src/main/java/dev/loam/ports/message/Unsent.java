package dev.loam.ports.message;

/// A message was not accepted. The message says why, in words for the operator, without number,
/// text or secret.
public final class Unsent extends Exception {
    public Unsent(String message) {
        super(message);
    }

    public Unsent(String message, Throwable cause) {
        super(message, cause);
    }
}
