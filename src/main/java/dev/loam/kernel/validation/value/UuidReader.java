package dev.loam.kernel.validation.value;

import java.util.Locale;

/// UUIDs: 32 digits, a hyphen behind any four of them, braces around if at all. Values are 32
/// digits in lower case.
final class UuidReader {
    private static final int DIGITS = 32;

    private UuidReader() {
    }

    static Object read(String text) {
        boolean braces = text.startsWith("{");
        int at = braces ? 1 : 0;
        int end = braces && text.endsWith("}") ? text.length() - 1 : text.length();
        var digits = new StringBuilder(DIGITS);
        while (at < end && digits.length() < DIGITS) {
            char c = text.charAt(at);
            boolean four = !digits.isEmpty() && digits.length() % 4 == 0;
            if (c == '-' && four && text.charAt(at - 1) != '-') {
                at++;
                continue;
            }
            if (Character.digit(c, 16) < 0 || c > 'f') {
                return Wrong.syntax("uuid", text);
            }
            digits.append(c);
            at++;
        }
        boolean closed = !braces || end < text.length();
        return digits.length() == DIGITS && at == end && closed
                ? digits.toString().toLowerCase(Locale.ROOT) : Wrong.syntax("uuid", text);
    }
}
