package dev.loam.modules.rest.grammar.diagnosis;

import java.util.function.IntPredicate;

/// A piece of a grammar that is read at a place of a text of code points.
///
/// A rule that fails after it took something ends the reading: no other choice is tried, unless it
/// is an `attempt`. That is what decides whose clues are kept.
@FunctionalInterface
interface Rule {
    Reading read(int[] text, int at);

    /// These characters in this order.
    static Rule word(String word) {
        int[] letters = word.codePoints().toArray();
        return (text, at) -> {
            for (int i = 0; i < letters.length; i++) {
                boolean end = at + i >= text.length;
                if (end || text[at + i] != letters[i]) {
                    String met = end ? "" : Quotes.doubled(text[at + i]);
                    Blame blame = Blame.met(at, met).expecting(Quotes.doubled(word));
                    return new Reading(false, i > 0, at, blame);
                }
            }
            return Reading.took(at + letters.length);
        };
    }

    static Rule character(char c) {
        return any(other -> other == c).called(Quotes.doubled(c));
    }

    static Rule anyOf(String characters) {
        return any(c -> characters.indexOf(c) >= 0);
    }

    static Rule noneOf(String characters) {
        return any(c -> characters.indexOf(c) < 0);
    }

    /// One character that passes the test.
    static Rule any(IntPredicate test) {
        return (text, at) -> {
            if (at < text.length && test.test(text[at])) {
                return Reading.took(at + 1);
            }
            return Reading.failed(at,
                    Blame.met(at, at < text.length ? Quotes.doubled(text[at]) : ""));
        };
    }

    static Rule end() {
        Rule end = (text, at) -> at < text.length
                ? Reading.failed(at, Blame.unwanted(at, Quotes.single(text[at])))
                : new Reading(true, false, at, Blame.met(at, ""));
        return end.called("end of input");
    }

    /// All of them, one after the other.
    static Rule all(Rule... rules) {
        return (text, at) -> {
            Reading sum = Reading.nothing(at);
            for (Rule rule : rules) {
                Reading next = rule.read(text, sum.end());
                sum = new Reading(next.fits(), sum.took() || next.took(), next.end(),
                        next.took() ? next.blame() : sum.blame().merge(next.blame()));
                if (!sum.fits()) {
                    break;
                }
            }
            return sum;
        };
    }

    /// The first that fits, or takes something.
    static Rule either(Rule... rules) {
        return (text, at) -> {
            Blame blame = Blame.nothing(at);
            for (Rule rule : rules) {
                Reading next = rule.read(text, at);
                if (next.took()) {
                    return next;
                }
                blame = blame.merge(next.blame());
                if (next.fits()) {
                    return new Reading(true, false, next.end(), blame);
                }
            }
            return Reading.failed(at, blame);
        };
    }

    /// As often as it fits, maybe never. It takes something whenever it fits. What more the last
    /// one could have been is remembered.
    default Rule often() {
        return often(true);
    }

    /// As `often`, but at least once, and what more the last of several could have been is
    /// forgotten.
    default Rule repeated() {
        return all(this, often(false));
    }

    /// With these between; of what more it could have been likewise.
    default Rule separatedBy(Rule separator) {
        return all(this, all(separator, this).often(false));
    }

    private Rule often(boolean remembers) {
        return (text, at) -> {
            Reading sum = Reading.nothing(at);
            while (true) {
                Reading next = read(text, sum.end());
                if (!next.fits()) {
                    Blame blame = remembers ? sum.blame().merge(next.blame()) : next.blame();
                    return next.took() ? next
                            : new Reading(true, sum.took(), sum.end(), blame);
                }
                if (next.end() == sum.end()) {
                    throw new IllegalStateException("a rule fits without taking anything");
                }
                sum = next;
            }
        };
    }

    default Rule maybe() {
        return either(this, (_, at) -> Reading.nothing(at));
    }

    /// Fails as if it had taken nothing.
    default Rule attempt() {
        return (text, at) -> {
            Reading reading = read(text, at);
            return reading.fits() ? reading : Reading.failed(at, reading.blame());
        };
    }

    /// Fits without taking anything.
    default Rule ahead() {
        return (text, at) -> {
            Reading reading = read(text, at);
            return reading.fits() ? Reading.nothing(at) : reading;
        };
    }

    /// Fits, and takes nothing, where this one-character rule does not.
    default Rule not() {
        return (text, at) -> {
            Reading reading = read(text, at);
            return reading.fits()
                    ? Reading.failed(at,
                            Blame.unwanted(reading.end(), Quotes.single(text[at])))
                    : new Reading(true, false, at, reading.blame());
        };
    }

    /// Fits but for one word.
    default Rule but(String word) {
        return (text, at) -> {
            Reading reading = read(text, at);
            boolean same = reading.fits()
                    && new String(text, at, reading.end() - at).strip().equals(word);
            return same ? new Reading(false, true, at, reading.blame()) : reading;
        };
    }

    /// The rule's name in place of what it expects at its beginning; nothing for an empty one.
    default Rule called(String name) {
        return (text, at) -> {
            Reading reading = read(text, at);
            if (reading.took() || reading.fits() && reading.blame().clues().isEmpty()) {
                return reading;
            }
            return new Reading(
                    reading.fits(), false, reading.end(), reading.blame().expecting(name));
        };
    }
}
