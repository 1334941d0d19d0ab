package dev.loam.kernel.identity;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The audience that a server belongs to: a name, or a regular expression for the whole of one.
///
/// A text counts as an expression only where it says more than a name or an address could, so that
/// the dots of `https://example.org` stand for nothing but dots.
/// Source: PostgREST documentation, "aud validation".
final class Audience {
    private static final String EXPRESSIVE = "[](){}|*+?^$\\";

    private final String name;
    private final Pattern pattern;

    private Audience(String name, Pattern pattern) {
        this.name = name;
        this.pattern = pattern;
    }

    /// Null for null, which is any audience.
    static Audience of(String text) {
        return text == null ? null : new Audience(text, pattern(text));
    }

    private static Pattern pattern(String text) {
        if (text.chars().noneMatch(c -> EXPRESSIVE.indexOf(c) >= 0)) {
            return null;
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException _) {
            // Then it is a name with an odd character.
            return null;
        }
    }

    boolean includes(String claimed) {
        return name.equals(claimed) || pattern != null && pattern.matcher(claimed).matches();
    }
}
