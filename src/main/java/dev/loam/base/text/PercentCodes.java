package dev.loam.base.text;

import java.nio.charset.StandardCharsets;

/// Percent codes for the UTF-8 bytes of a text.
///
/// Source: RFC 3986 section 2.1; its unreserved characters (section 2.3) stand for themselves.
public final class PercentCodes {
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private PercentCodes() {
    }

    public static String encode(String text) {
        var to = new StringBuilder(text.length() + 16);
        encode(text, to);
        return to.toString();
    }

    public static void encode(String text, StringBuilder to) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
                    || b == '-' || b == '.' || b == '_' || b == '~') {
                to.append((char) b);
            } else {
                encode(b, to);
            }
        }
    }

    /// The code of one byte, whatever it is.
    public static void encode(byte b, StringBuilder to) {
        to.append('%').append(DIGITS[b >> 4 & 15]).append(DIGITS[b & 15]);
    }
}
