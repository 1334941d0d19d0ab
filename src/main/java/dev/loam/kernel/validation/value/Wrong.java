package dev.loam.kernel.validation.value;

/// Why a type takes no such value: the SQLSTATE and the words that PostgreSQL would have.
public record Wrong(String code, String detail) {
    private static final int SHOWN_CHARS_MAX = 100;

    static Wrong syntax(String type, String text) {
        return new Wrong("22P02", "invalid input syntax for type " + type + ": " + shown(text));
    }

    static Wrong range(String type, String text) {
        return new Wrong("22003", "value " + shown(text) + " is out of range for type " + type);
    }

    static String shown(String text) {
        if (text.length() <= SHOWN_CHARS_MAX) {
            return '"' + text + '"';
        }
        int end = Character.isHighSurrogate(text.charAt(SHOWN_CHARS_MAX - 1))
                ? SHOWN_CHARS_MAX - 1 : SHOWN_CHARS_MAX;
        return '"' + text.substring(0, end) + "…\"";
    }
}
