package dev.loam.kernel.custom;

/// A check that gave no answer. The message is for the log; it holds no secret.
final class CheckFailed extends Exception {
    private final boolean away;

    private CheckFailed(String message, boolean away, Throwable cause) {
        super(message, cause);
        this.away = away;
    }

    /// It cannot be reached now, which may pass.
    static CheckFailed away(String message) {
        return new CheckFailed(message, true, null);
    }

    /// It does not work.
    static CheckFailed broken(String message, Throwable cause) {
        return new CheckFailed(message, false, cause);
    }

    boolean isAway() {
        return away;
    }
}
