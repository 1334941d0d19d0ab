package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.base.position.Lsn;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import java.util.Locale;

/// What a request says of answers that were made before: how old one may be, and which the client
/// has (`ifNoneMatch`, null for none).
///
/// Source: RFC 9111 section 5.2.1; RFC 9110 section 13.1.2.
public record Reuse(Consistency consistency, String ifNoneMatch) {
    public static final String POSITION = "Loam-Position";
    private static final Reuse NOTHING_SAID = new Reuse(Consistency.SESSION, null);

    /// Fails: 400 LOAM-REST-070 for a position that is none.
    public static Reuse of(Preferences preferences, HttpRequest request) {
        Headers headers = request.headers();
        Consistency consistency = preferences.consistency() == null ? Consistency.SESSION
                : Freshness.of(preferences.consistency());
        String position = headers.first(POSITION);
        String control = headers.first("Cache-Control");
        if (control != null && unused(headers)) {
            consistency = Consistency.STRONG;
        }
        if (position != null) {
            consistency = consistency.after(position(position));
        }
        String ifNoneMatch = headers.first("If-None-Match");
        if (ifNoneMatch == null) {
            return consistency == Consistency.SESSION ? NOTHING_SAID
                    : new Reuse(consistency, null);
        }
        return new Reuse(consistency, String.join(", ", headers.all("If-None-Match")));
    }

    /// Whether no kept answer may be used. A page that is loaded again says so by its age.
    private static boolean unused(Headers headers) {
        for (String line : headers.all("Cache-Control")) {
            for (String directive : line.toLowerCase(Locale.ROOT).split(",")) {
                switch (directive.strip()) {
                    case "no-cache", "no-store", "max-age=0" -> {
                        return true;
                    }
                    default -> {
                        // What other caches are told does not concern this one.
                    }
                }
            }
        }
        return false;
    }

    private static Lsn position(String text) {
        try {
            return Lsn.parse(text.strip());
        } catch (IllegalArgumentException _) {
            throw new Refusal(new RestFailure.BadPosition(text));
        }
    }

    /// Whether the client has the answer with this tag already.
    public boolean has(String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String each : ifNoneMatch.split(",")) {
            String one = each.strip();
            if (one.equals("*") || (one.startsWith("W/") ? one.substring(2) : one).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
