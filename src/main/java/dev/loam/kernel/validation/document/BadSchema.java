package dev.loam.kernel.validation.document;

/// Says why a text is no schema that can be used.
public final class BadSchema extends Exception {
    private static final long serialVersionUID = 1;

    BadSchema(String why) {
        super(why);
    }
}
