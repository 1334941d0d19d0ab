package dev.loam.kernel.validation.value;

import java.util.Locale;

/// Binary floating-point numbers. How large they may be is left to PostgreSQL.
record DoubleReader(String type) implements ValueType.Reader {
    private static final int CHARS_MAX = 400;

    @Override
    public Object read(String text) {
        String number = Blanks.stripped(text);
        if (!Decimals.wellFormed(number)) {
            // What strtod takes beside: nan(...), infinity, hexadecimal digits.
            String lower = number.toLowerCase(Locale.ROOT);
            return lower.contains("nan") || lower.contains("inf") || lower.contains("0x")
                    ? Special.UNSURE : Wrong.syntax(type, text);
        }
        if (number.length() > CHARS_MAX) {
            return Special.UNSURE;
        }
        double value = Double.parseDouble(number);
        return Double.isInfinite(value) ? Special.UNSURE : (Object) value;
    }
}
