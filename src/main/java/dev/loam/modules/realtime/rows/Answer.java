package dev.loam.modules.realtime.rows;

/// Whether a filter means a row, as far as this process can tell; `ASK` where only PostgreSQL can.
enum Answer {
    YES, NO, ASK;

    static Answer of(boolean meant) {
        return meant ? YES : NO;
    }

    /// What of a condition and its negation, neither of which means a row where a value is missing.
    Answer unless(boolean negated) {
        return this == ASK || !negated ? this : of(this == NO);
    }
}
