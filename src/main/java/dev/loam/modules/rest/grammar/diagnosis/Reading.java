package dev.loam.modules.rest.grammar.diagnosis;

/// How far a rule came: whether it fits, whether it took any of the text, where it ended, and what
/// would have led further.
record Reading(boolean fits, boolean took, int end, Blame blame) {
    static Reading nothing(int at) {
        return new Reading(true, false, at, Blame.nothing(at));
    }

    static Reading took(int end) {
        return new Reading(true, true, end, Blame.nothing(end));
    }

    static Reading failed(int at, Blame blame) {
        return new Reading(false, false, at, blame);
    }
}
