package dev.loam.modules.rest.grammar;

/// What one query string may cost, so that a hostile one ends in a refusal rather than in an
/// exhausted stack or heap. Not shared between requests.
final class Budget {
    static final int DEPTH_MAX = 64;
    static final int TERMS_MAX = 4_000;
    static final int NAME_CHARS_MAX = 1_024;
    static final int PATH_STEPS_MAX = 64;

    private int terms;

    /// Counts one selected item, condition, order term or name.
    void term(Cursor at) {
        if (++terms > TERMS_MAX) {
            throw at.refuse(at.position(), "more than " + TERMS_MAX + " terms in one request");
        }
    }

    static void depth(int depth, Cursor at) {
        if (depth > DEPTH_MAX) {
            throw at.refuse(at.position(), "nesting deeper than " + DEPTH_MAX + " levels");
        }
    }
}
