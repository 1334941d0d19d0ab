package dev.loam.kernel.validation.value;

import java.math.BigDecimal;

/// Numbers in digits: sign, digits with a point, exponent.
public final class Decimals {
    private static final int CHARS_MAX = 400;
    private static final int EXPONENT_DIGITS_MAX = 3;

    private Decimals() {
    }

    /// Whether the text has this form.
    static boolean wellFormed(String text) {
        int at = sign(text, 0);
        int whole = digits(text, at);
        int fraction = whole < text.length() && text.charAt(whole) == '.'
                ? digits(text, whole + 1) : whole;
        int digits = whole - at + Math.max(0, fraction - whole - 1);
        if (digits == 0) {
            return false;
        }
        return fraction == text.length() || exponent(text, fraction) == text.length();
    }

    private static int exponent(String text, int at) {
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return -1;
        }
        int from = sign(text, at + 1);
        int to = digits(text, from);
        return to == from ? -1 : to;
    }

    private static int sign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')
                ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /// The number; null for one whose digits are too many to be worked with at little cost.
    public static BigDecimal bounded(String text) {
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (text.length() > CHARS_MAX || exponent >= 0
                && text.length() - sign(text, exponent + 1) > EXPONENT_DIGITS_MAX) {
            return null;
        }
        return new BigDecimal(text);
    }
}
