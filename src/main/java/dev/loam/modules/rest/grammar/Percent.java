package dev.loam.modules.rest.grammar;

import java.nio.charset.StandardCharsets;

/// Percent codes of RFC 3986: everything but its unreserved characters is coded.
final class Percent {
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private Percent() {
    }

    static void encode(StringBuilder to, String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
                    || b == '-' || b == '.' || b == '_' || b == '~') {
                to.append((char) b);
            } else {
                append(to, b);
            }
        }
    }

    static void append(StringBuilder to, byte b) {
        to.append('%').append(DIGITS[b >> 4 & 15]).append(DIGITS[b & 15]);
    }
}
