package dev.loam.kernel.validation.check;

/// Says that a constraint is left to PostgreSQL; never leaves this package.
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable() {
        super(null, null, false, false);
    }
}
