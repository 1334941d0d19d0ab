package dev.loam.kernel.validation.value;

/// Blanks as C has them, which most types of PostgreSQL pass over at both ends.
final class Blanks {
    private Blanks() {
    }

    static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && blank(text.charAt(from))) {
            from++;
        }
        while (to > from && blank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean blank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
