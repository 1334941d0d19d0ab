package dev.loam.base.position;

import java.util.Locale;

/// A position in a write-ahead log: a number of bytes since its beginning, unsigned. Positions of
/// one timeline can be compared.
///
/// Source: PostgreSQL manual, "pg_lsn Type".
public record Lsn(long value) implements Comparable<Lsn> {
    /// Reads PostgreSQL's form, two hexadecimal numbers of 32 bits: `16/B374D848`.
    ///
    /// Fails: IllegalArgumentException for anything else.
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash > 8 || text.length() - slash < 2 || text.length() - slash > 9) {
            throw new IllegalArgumentException("no position in a log: " + text);
        }
        return new Lsn(part(text, 0, slash) << 32 | part(text, slash + 1, text.length()));
    }

    private static long part(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) > 'f' ? -1 : Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw new IllegalArgumentException("no position in a log: " + text);
            }
            number = number << 4 | digit;
        }
        return number;
    }

    public boolean atLeast(Lsn other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toHexString(value >>> 32).toUpperCase(Locale.ROOT) + "/"
                + Long.toHexString(value & 0xffff_ffffL).toUpperCase(Locale.ROOT);
    }
}
