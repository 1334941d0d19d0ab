package dev.loam.base.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written `512`, `64KiB`, `8MiB` or `2GiB` (`KB`, `MB`, `GB` mean the same).
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(?:([KMG])I?B?|B)?");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("not a size such as 64KiB or 8MiB: " + text);
        }
        long number = Long.parseLong(form.group(1));
        int shift = form.group(2) == null ? 0 : switch (form.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 30;
        };
        return new ByteSize(Math.multiplyExact(number, 1L << shift));
    }

    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB"};
        long number = bytes;
        int unit = 0;
        while (unit < 3 && number >= 1024 && number % 1024 == 0) {
            number /= 1024;
            unit++;
        }
        return number + units[unit];
    }
}
