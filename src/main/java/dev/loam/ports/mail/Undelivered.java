package dev.loam.ports.mail;

/// Mail was not accepted. The message says why, in words for the operator: neither the addressee's
/// nor the mail's content is in it, nor any secret.
public final class Undelivered extends Exception {
    public Undelivered(String message) {
        super(message);
    }

    public Undelivered(String message, Throwable cause) {
        super(message, cause);
    }
}
