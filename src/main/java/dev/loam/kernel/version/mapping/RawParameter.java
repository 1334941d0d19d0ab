package dev.loam.kernel.version.mapping;

import dev.loam.base.text.PercentCodes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One parameter of a query string as it was sent, and what it says; name and value are null where
/// it says nothing that can be read.
record RawParameter(String raw, String name, String value) {
    static List<RawParameter> all(String query) {
        List<RawParameter> all = new ArrayList<>();
        if (query != null && !query.isEmpty()) {
            for (String raw : query.split("&", -1)) {
                int equals = raw.indexOf('=');
                String name = equals < 0 ? null : decoded(raw.substring(0, equals));
                String value = equals < 0 ? null : decoded(raw.substring(equals + 1));
                all.add(name == null || value == null ? new RawParameter(raw, null, null)
                        : new RawParameter(raw, name, value));
            }
        }
        return all;
    }

    static RawParameter of(String name, String value) {
        return new RawParameter(
                PercentCodes.encode(name) + '=' + PercentCodes.encode(value), name, value);
    }

    /// A name or value of a form, or a segment of a path where it has no `+`; null where the bytes
    /// are no UTF-8.
    static String decoded(String raw) {
        var bytes = new byte[raw.length()];
        int size = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int high = c == '%' && i + 2 < raw.length() ? digit(raw.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : digit(raw.charAt(i + 2));
            if (low >= 0) {
                bytes[size++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[size++] = (byte) (c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, size)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static int digit(char c) {
        return c > 'f' ? -1 : Character.digit(c, 16);
    }
}
