package dev.loam.kernel.validation.value;

import java.util.Locale;

/// Truth values, by any beginning of a word that only one of them has.
final class BooleanReader {
    private BooleanReader() {
    }

    static Object read(String text) {
        String word = Blanks.stripped(text).toLowerCase(Locale.ROOT);
        return switch (word) {
            case "t", "tr", "tru", "true", "y", "ye", "yes", "on", "1" -> true;
            case "f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0" -> false;
            default -> Wrong.syntax("boolean", text);
        };
    }
}
