package dev.loam.kernel.validation.check;

import dev.loam.kernel.validation.value.Special;
import java.util.Locale;

/// A pattern of LIKE: `%` for any text, `_` for one character, a backslash before what stands for
/// itself. Takes time in the product of both lengths at worst.
record LikePattern(int[] characters, boolean anyCase) implements TextPattern {
    // No characters of Unicode.
    private static final int ANY_TEXT = -1;
    private static final int ANY_ONE = -2;
    private static final int CHARS_MAX = 10_000;

    static LikePattern of(String pattern, boolean anyCase) {
        if (anyCase && !TextPattern.ascii(pattern)) {
            throw new Unreadable();
        }
        int[] points = pattern.codePoints().toArray();
        var made = new int[points.length];
        int length = 0;
        for (int i = 0; i < points.length; i++) {
            if (points[i] == '\\') {
                if (++i == points.length) {
                    throw new Unreadable();
                }
                made[length++] = lower(points[i], anyCase);
            } else {
                made[length++] = points[i] == '%' ? ANY_TEXT : points[i] == '_' ? ANY_ONE
                        : lower(points[i], anyCase);
            }
        }
        return new LikePattern(java.util.Arrays.copyOf(made, length), anyCase);
    }

    private static int lower(int point, boolean anyCase) {
        return anyCase ? Character.toLowerCase(point) : point;
    }

    @Override
    public Object matches(String text) {
        if (text.length() > CHARS_MAX || anyCase && !TextPattern.ascii(text)) {
            return Special.UNSURE;
        }
        return matches((anyCase ? text.toLowerCase(Locale.ROOT) : text).codePoints().toArray());
    }

    /// Goes back to the last `%` only: what an earlier one took can stay with it.
    private boolean matches(int[] text) {
        int at = 0;
        int in = 0;
        int back = -1;
        int taken = 0;
        while (in < text.length) {
            if (at < characters.length && characters[at] == ANY_TEXT) {
                back = at++;
                taken = in;
            } else if (at < characters.length
                    && (characters[at] == ANY_ONE || characters[at] == text[in])) {
                at++;
                in++;
            } else if (back >= 0) {
                at = back + 1;
                in = ++taken;
            } else {
                return false;
            }
        }
        while (at < characters.length && characters[at] == ANY_TEXT) {
            at++;
        }
        return at == characters.length;
    }
}
