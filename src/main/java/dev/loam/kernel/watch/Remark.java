package dev.loam.kernel.watch;

import dev.loam.kernel.module.Trail;
import java.nio.charset.StandardCharsets;

/// What a statement says of the request that it was made for: keys in the order of the alphabet,
/// values in quotes and encoded as in addresses.
///
/// Nothing in it can end a comment, or a text in SQL, and nothing counts as a placeholder.
///
/// Source: sqlcommenter specification, "Algorithm".
final class Remark {
    private static final String HEX = "0123456789ABCDEF";

    private Remark() {
    }

    /// The remark without the marks of a comment.
    ///
    /// @param span that of the statement
    static String of(Trail trail, long span) {
        var text = new StringBuilder(160).append("application='loam'");
        add(text, "request_id", trail.requestId());
        add(text, "route", trail.route());
        add(text, "traceparent", trail.trace().traceparent(span));
        return text.toString();
    }

    private static void add(StringBuilder text, String key, String value) {
        if (value != null) {
            text.append(',').append(key).append("='");
            encode(value, text);
            text.append('\'');
        }
    }

    private static void encode(String value, StringBuilder text) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || c == '-' || c == '.' || c == '_' || c == '~';
            if (plain) {
                text.append(c);
            } else {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
    }
}
