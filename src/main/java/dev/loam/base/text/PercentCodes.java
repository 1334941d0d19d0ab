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

    /// The bytes that a text stands for, each as one character below 256; what is no code stays as
    /// it is.
    public static String decode(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int high = text.charAt(i) == '%' && i + 2 < text.length()
                    ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low < 0) {
                plain.append(text.charAt(i));
            } else {
                plain.append((char) (high << 4 | low));
                i += 2;
            }
        }
        return plain.toString();
    }

    /// The code of one byte, whatever it is.
    public static void encode(byte b, StringBuilder to) {
        to.append('%').append(DIGITS[b >> 4 & 15]).append(DIGITS[b & 15]);
    }
}
