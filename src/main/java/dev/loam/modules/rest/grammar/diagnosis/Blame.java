package dev.loam.modules.rest.grammar.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What was met and what could have stood at one place of a text. Without clues it says nothing.
record Blame(int at, List<Clue> clues) {
    /// In the order in which they are told.
    enum Kind { MET, UNWANTED, EXPECTED }

    /// `text` is empty for the end of the text, and for what shall not be told.
    record Clue(Kind kind, String text) {
    }

    static Blame nothing(int at) {
        return new Blame(at, List.of());
    }

    static Blame met(int at, String what) {
        return new Blame(at, List.of(new Clue(Kind.MET, what)));
    }

    static Blame unwanted(int at, String what) {
        return new Blame(at, List.of(new Clue(Kind.UNWANTED, what)));
    }

    /// The further one, or both where they are about the same place.
    Blame merge(Blame other) {
        if (other.clues.isEmpty() && !clues.isEmpty()) {
            return this;
        }
        if (clues.isEmpty() && !other.clues.isEmpty()) {
            return other;
        }
        if (at != other.at) {
            return at > other.at ? this : other;
        }
        return new Blame(at, Stream.concat(clues.stream(), other.clues.stream()).toList());
    }

    /// One name for all that was expected.
    Blame expecting(String what) {
        List<Clue> renamed = new ArrayList<>(List.of(new Clue(Kind.EXPECTED, what)));
        clues.stream().filter(clue -> clue.kind() != Kind.EXPECTED).forEach(renamed::add);
        return new Blame(at, List.copyOf(renamed));
    }

    /// `unexpected X expecting A, B or C`.
    String details() {
        String met = clues.stream().filter(clue -> clue.kind() == Kind.MET)
                .map(Clue::text).findFirst().orElse(null);
        List<String> unwanted = told(Kind.UNWANTED);
        String unexpected = !unwanted.isEmpty() ? listed(unwanted)
                : met == null ? null : met.isEmpty() ? "end of input" : met;
        List<String> expected = told(Kind.EXPECTED);
        return ((unexpected == null ? "" : "unexpected " + unexpected)
                + (expected.isEmpty() ? "" : " expecting " + listed(expected))).strip();
    }

    private List<String> told(Kind kind) {
        return clues.stream().filter(clue -> clue.kind() == kind && !clue.text().isEmpty())
                .map(Clue::text).distinct().toList();
    }

    private static String listed(List<String> choices) {
        int last = choices.size() - 1;
        return last == 0 ? choices.getFirst()
                : String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    }
}
