package dev.loam.adapters.httpserver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The `Date` field line of the current second, made once a second.
record DateLine(long second, byte[] bytes, String value) {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static volatile DateLine latest = of(0);

    static byte[] now() {
        return latest().bytes;
    }

    /// The value alone.
    static String text() {
        return latest().value;
    }

    private static DateLine latest() {
        long second = System.currentTimeMillis() / 1000;
        DateLine line = latest;
        if (line.second != second) {
            line = of(second);
            latest = line;
        }
        return line;
    }

    private static DateLine of(long second) {
        String value = FORMAT.format(Instant.ofEpochSecond(second));
        String line = "Date: " + value + "\r\n";
        return new DateLine(second, line.getBytes(StandardCharsets.ISO_8859_1), value);
    }
}
