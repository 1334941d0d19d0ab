package dev.loam.ports.outbound;

/// No answer came: no connection, too late, too long or not HTTP. The message names the server and
/// the reason, no secret.
public final class Unreachable extends Exception {
    public Unreachable(String message) {
        super(message);
    }

    public Unreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
