package dev.loam.modules.realtime.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// The parameters of a raw query.
public final class Query {
    private Query() {
    }

    /// The first value under a name, null where there is none or it cannot be decoded.
    public static String first(String query, String name) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(name)) {
                try {
                    return URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException _) {
                    return null;
                }
            }
        }
        return null;
    }
}
