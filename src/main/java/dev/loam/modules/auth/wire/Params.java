package dev.loam.modules.auth.wire;

import dev.loam.modules.auth.failure.AuthCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Parameters in the form of a query, decoded; of those that come twice the first one counts.
public final class Params {
    private static final int PARAMETERS_MAX = 100;

    private final Map<String, String> values;

    private Params(Map<String, String> values) {
        this.values = values;
    }

    /// Reads a raw query or a form; null is an empty one.
    public static Params of(String raw) {
        var values = new LinkedHashMap<String, String>();
        if (raw != null) {
            for (var pair : raw.split("&", PARAMETERS_MAX)) {
                int equals = pair.indexOf('=');
                var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (!name.isEmpty()) {
                    values.putIfAbsent(name,
                            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                }
            }
        }
        return new Params(values);
    }

    private static String decoded(String raw) {
        String text;
        try {
            // Bytes that were not ASCII are in the text as ISO-8859-1.
            text = new String(URLDecoder.decode(raw, StandardCharsets.ISO_8859_1)
                    .getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException bad) {
            throw AuthCode.VALIDATION_FAILED.refusal("A parameter is not percent-encoded rightly");
        }
        if (text.indexOf('\0') >= 0) {
            throw AuthCode.VALIDATION_FAILED.refusal("A parameter has a NUL in it");
        }
        return text;
    }

    /// The value of a parameter, null where it is absent.
    public String first(String name) {
        return values.get(name);
    }

    /// All of them, in their order.
    public Map<String, String> all() {
        return Collections.unmodifiableMap(values);
    }

    /// Whether a parameter says yes.
    public boolean truth(String name) {
        var value = values.get(name);
        return value != null && (value.equals("true") || value.equals("1"));
    }
}
