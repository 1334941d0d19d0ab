package dev.loam.kernel.identity;

/// Keys could not be read from their store or written into it; the message says why, in words for
/// the operator. `passing` where the database could not be reached, and may be soon.
public final class KeysUnreadable extends Exception {
    private final boolean passing;

    public KeysUnreadable(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    public boolean passing() {
        return passing;
    }
}
