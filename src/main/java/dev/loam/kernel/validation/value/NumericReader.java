package dev.loam.kernel.validation.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers of any size, or of so many digits: rounded to a scale first, as PostgreSQL does, and
/// then compared with the precision. A precision of 0 stands for none.
record NumericReader(String type, int precision, int scale) implements ValueType.Reader {
    static NumericReader of(String type) {
        int open = type.indexOf('(');
        if (open < 0) {
            return new NumericReader(type, 0, 0);
        }
        String[] parts = type.substring(open + 1, type.indexOf(')')).split(",");
        return new NumericReader(type, Integer.parseInt(parts[0].strip()),
                parts.length < 2 ? 0 : Integer.parseInt(parts[1].strip()));
    }

    @Override
    public Object read(String text) {
        String number = Blanks.stripped(text);
        if (!Decimals.wellFormed(number)) {
            return special(number) ? Special.UNSURE : Wrong.syntax("numeric", text);
        }
        BigDecimal value = Decimals.bounded(number);
        if (value == null) {
            return Special.UNSURE;
        }
        if (precision == 0) {
            return value;
        }
        BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
        boolean fits = rounded.signum() == 0
                || rounded.precision() - rounded.scale() <= precision - scale;
        return fits ? rounded : new Wrong("22003", "numeric field overflow: " + type
                + " has no room for " + Wrong.shown(text));
    }

    /// Infinities, what is not a number, and digits of other bases or with underscores.
    static boolean special(String number) {
        String lower = number.toLowerCase(Locale.ROOT);
        return lower.contains("nan") || lower.contains("inf") || lower.indexOf('_') > 0
                || lower.matches("[+-]?0[xob].*");
    }
}
