package dev.loam.modules.rest.failure;

/// What may stand in a header: text from SQL must not be able to end a line.
///
/// Source: RFC 9110 section 5.5 and 5.6.2.
public final class FieldText {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private FieldText() {
    }

    public static boolean isField(String name, String value) {
        return isToken(name) && isValue(value);
    }

    public static boolean isToken(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0);
    }

    public static boolean isValue(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\t');
    }
}
