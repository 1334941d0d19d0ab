package dev.loam.bench;

import java.io.IOException;

/// Two systems do not do the same, so comparing their speeds would mean nothing. The message shows
/// both from shortly before the first difference.
final class AnswersDiffer extends IOException {
    private static final int BEFORE = 100;
    private static final int SHOWN = 500;

    AnswersDiffer(String one, String oneSays, String other, String otherSays) {
        super(text(one, oneSays, other, otherSays));
    }

    private static String text(
            String one, String oneSays, String other, String otherSays) {
        int at = 0;
        while (at < Math.min(oneSays.length(), otherSays.length())
                && oneSays.charAt(at) == otherSays.charAt(at)) {
            at++;
        }
        return "the answers differ at character " + at + "\n  " + one + ": "
                + part(oneSays, at) + "\n  " + other + ": " + part(otherSays, at);
    }

    private static String part(String text, int at) {
        return text.substring(Math.clamp(at - BEFORE, 0, text.length()),
                Math.min(text.length(), at + SHOWN));
    }
}
