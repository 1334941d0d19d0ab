package dev.loam.adapters.httpserver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// The names and methods that nearly every request carries, so that reading one makes no string.
final class FieldNames {
    private static final int SLOTS = 512;
    private static final String[] NAMES = new String[SLOTS];
    private static final byte[][] OCTETS = new byte[SLOTS][];

    static {
        for (String name : ("GET HEAD POST PUT PATCH DELETE OPTIONS Host Connection Content-Type "
                + "Content-Length Transfer-Encoding Accept Accept-Encoding Accept-Language "
                + "Accept-Profile Content-Profile Authorization Apikey X-Client-Info User-Agent "
                + "Prefer Range Range-Unit Origin Referer Expect Cache-Control Pragma Cookie "
                + "If-None-Match X-Forwarded-For X-Forwarded-Proto X-Request-Id Traceparent "
                + "Sec-Fetch-Mode Sec-Fetch-Site Sec-Fetch-Dest Upgrade").split(" ")) {
            put(name);
            put(name.toLowerCase(Locale.ROOT));
        }
    }

    private FieldNames() {
    }

    private static void put(String name) {
        byte[] octets = name.getBytes(StandardCharsets.ISO_8859_1);
        int slot = slot(octets, 0, octets.length);
        // Two names in one slot: the later one is made anew each time, which is only slower.
        if (NAMES[slot] == null) {
            NAMES[slot] = name;
            OCTETS[slot] = octets;
        }
    }

    private static int slot(byte[] bytes, int from, int to) {
        int length = to - from;
        int mixed = bytes[from] * 31 + bytes[to - 1] * 7 + bytes[from + length / 2] * 131;
        return (mixed + length * 17) & SLOTS - 1;
    }

    /// The string of `bytes[from..to)`, which is not empty.
    static String of(byte[] bytes, int from, int to) {
        int slot = slot(bytes, from, to);
        byte[] known = OCTETS[slot];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, from, to)) {
            return NAMES[slot];
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
