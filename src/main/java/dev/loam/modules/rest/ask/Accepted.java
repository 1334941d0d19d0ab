package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.MediaHandler;
import dev.loam.kernel.query.Format;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Headers;
import java.util.List;

/// What the client gets: the format that the database makes and its `Content-Type`.
///
/// Source: PostgREST documentation, "Resource Representation" and "Media Type Handlers".
public record Accepted(Format format, String contentType) {
    public static final Accepted JSON =
            new Accepted(Format.Json.ARRAY, "application/json; charset=utf-8");

    private static final String OBJECT = "application/vnd.pgrst.object+json";
    private static final String ARRAY = "application/vnd.pgrst.array+json";
    private static final String STRIPPED = ";nulls=stripped";
    private static final String UTF8 = "; charset=utf-8";

    /// True where exactly one row is asked for.
    public boolean singular() {
        return format instanceof Format.Json json && json.object();
    }

    /// The best of what is accepted that is on offer.
    ///
    /// Fails: 406 PGRST107 when nothing is.
    public static Accepted of(Headers headers, Offer offer) {
        String plain = headers.first("Accept");
        if (offer == Offer.PLAIN && (plain == null || plain.equals("*/*")
                || plain.equals("application/json"))) {
            return JSON;
        }
        List<MediaRange> ranges = MediaRange.parse(headers.all("Accept"));
        if (plain == null) {
            ranges = List.of(MediaRange.ANY);
        }
        for (MediaRange range : ranges) {
            Accepted accepted = one(range, offer);
            if (accepted != null) {
                return accepted;
            }
        }
        throw new Refusal(new RestFailure.NoMediaType(
                ranges.stream().map(MediaRange::type).toList()));
    }

    /// The one of the types that is taken, the first of them where it does not matter.
    ///
    /// Fails: 406 PGRST107 when none of them would be taken.
    public static String oneOf(Headers headers, String... types) {
        if (!headers.contains("Accept")) {
            return types[0];
        }
        List<MediaRange> ranges = MediaRange.parse(headers.all("Accept"));
        for (MediaRange range : ranges) {
            for (String type : types) {
                if (covers(range.type(), type)) {
                    return type;
                }
            }
        }
        throw new Refusal(new RestFailure.NoMediaType(
                ranges.stream().map(MediaRange::type).toList()));
    }

    private static Accepted one(MediaRange range, Offer offer) {
        switch (range.type()) {
            case OBJECT, "application/vnd.pgrst.object" -> {
                return json(true, range.nullsStripped(), OBJECT);
            }
            case ARRAY, "application/vnd.pgrst.array" -> {
                return range.nullsStripped() ? json(false, true, ARRAY) : JSON;
            }
            default -> {
                Accepted custom = custom(range, offer);
                return custom != null ? custom : builtIn(range.type(), offer);
            }
        }
    }

    /// A handler of `*/*` answers whatever is asked for; another one its own type, which a range
    /// never names.
    private static Accepted custom(MediaRange range, Offer offer) {
        for (String wanted : List.of("*/*", range.type())) {
            String shown = wanted.equals("*/*") ? "application/octet-stream" : charset(wanted);
            if (offer.own().contains(wanted)) {
                return new Accepted(new Format.Scalar(!textual(wanted)), shown);
            }
            for (MediaHandler handler : offer.handlers()) {
                if (handler.mediaType().equalsIgnoreCase(wanted)) {
                    return new Accepted(new Format.Custom(handler), shown);
                }
            }
        }
        return null;
    }

    private static Accepted builtIn(String type, Offer offer) {
        boolean value = offer.content() != Offer.Content.ROWS;
        var scalar = new Format.Scalar(offer.content() == Offer.Content.BYTES);
        return switch (type) {
            case "application/json", "application/*", "*/*" -> JSON;
            case "text/csv" -> new Accepted(new Format.Csv(), type + UTF8);
            case "application/geo+json" -> offer.spatial()
                    ? new Accepted(new Format.GeoJson(), type + UTF8) : null;
            case "text/plain", "text/xml" -> value ? new Accepted(scalar, type + UTF8) : null;
            case "application/octet-stream" -> value ? new Accepted(scalar, type) : null;
            case "text/*" -> value ? new Accepted(scalar, "text/plain" + UTF8)
                    : new Accepted(new Format.Csv(), "text/csv" + UTF8);
            default -> null;
        };
    }

    private static Accepted json(boolean object, boolean stripped, String type) {
        return new Accepted(
                new Format.Json(object, stripped), type + (stripped ? STRIPPED : "") + UTF8);
    }

    private static String charset(String type) {
        return switch (type) {
            case "application/json", "application/geo+json", "text/csv", "text/plain",
                    "text/xml" -> type + UTF8;
            default -> type;
        };
    }

    /// Whether a domain of this name is taken to hold text; the catalog does not say.
    private static boolean textual(String type) {
        return type.startsWith("text/") || type.endsWith("json") || type.endsWith("xml");
    }

    private static boolean covers(String range, String type) {
        return range.equals(type) || range.equals("*/*")
                || range.endsWith("/*")
                && type.startsWith(range.substring(0, range.length() - 1));
    }
}
