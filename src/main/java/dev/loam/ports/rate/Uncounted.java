package dev.loam.ports.rate;

/// The store did not answer in time, or could not do what it was asked. It may have been done all
/// the same.
public final class Uncounted extends Exception {
    private static final long serialVersionUID = 1;

    public Uncounted(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
