package dev.loam.adapters.httpserver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The `Date` field line of the current second, made once a second.
record DateLine(long second, byte[] bytes) {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static volatile DateLine latest = of(0);

    static byte[] now() {
        long second = System.currentTimeMillis() / 1000;
        DateLine line = latest;
        if (line.second != second) {
            line = of(second);
            latest = line;
        }
        return line.bytes;
    }

    private static DateLine of(long second) {
        String line = "Date: " + FORMAT.format(Instant.ofEpochSecond(second)) + "\r\n";
        return new DateLine(second, line.getBytes(StandardCharsets.ISO_8859_1));
    }
}
