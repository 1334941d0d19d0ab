package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.MediaHandler;
import dev.loam.kernel.query.Explain;
import dev.loam.kernel.query.Explain.Option;
import dev.loam.kernel.query.Format;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Headers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the client gets: the format that the database makes and its `Content-Type`; with `explain`,
/// the execution plan of making it instead.
///
/// Source: PostgREST documentation, "Resource Representation", "Media Type Handlers", "Execution
/// plan".
public record Accepted(Format format, String contentType, Explain explain) {
    public static final Accepted JSON =
            new Accepted(Format.Json.ARRAY, "application/json; charset=utf-8");

    private static final String OBJECT = "application/vnd.pgrst.object+json";
    private static final String ARRAY = "application/vnd.pgrst.array+json";
    private static final String PLAN = "application/vnd.pgrst.plan";
    private static final String STRIPPED = ";nulls=stripped";
    private static final String UTF8 = "; charset=utf-8";

    /// A result, not a plan.
    public Accepted(Format format, String contentType) {
        this(format, contentType, null);
    }

    /// True where exactly one row is asked for.
    public boolean singular() {
        return explain == null && format instanceof Format.Json json && json.object();
    }

    /// The best of what is accepted that is on offer. Execution plans are where `plans` is true.
    ///
    /// Fails: 406 PGRST107 when nothing is.
    public static Accepted of(Headers headers, Offer offer, boolean plans) {
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
            Accepted accepted = one(range, offer, plans);
            if (accepted != null) {
                return accepted;
            }
        }
        throw new Refusal(new RestFailure.NoMediaType(
                ranges.stream().map(Accepted::words).toList()));
    }

    /// A media type as it is named to who asked for it: a plan with what it is for.
    private static String words(MediaRange range) {
        return switch (range.type()) {
            case PLAN, PLAN + "+text" -> planType(range, false, wantedFor(range));
            case PLAN + "+json" -> planType(range, true, wantedFor(range));
            default -> range.type();
        };
    }

    private static String wantedFor(MediaRange plan) {
        return plan.parameters().getOrDefault("for", "application/json");
    }

    /// The one of the types that is taken, the first of them where it does not matter. Who asks for
    /// a version gets no other: `;version=3.1` takes what is offered as just that.
    ///
    /// Fails: 406 PGRST107 when none of them would be taken.
    public static String oneOf(Headers headers, String... types) {
        if (!headers.contains("Accept")) {
            return types[0];
        }
        List<MediaRange> ranges = MediaRange.parse(headers.all("Accept"));
        for (MediaRange range : ranges) {
            for (String type : types) {
                if (covers(range, type)) {
                    return type;
                }
            }
        }
        throw new Refusal(new RestFailure.NoMediaType(
                ranges.stream().map(MediaRange::type).toList()));
    }

    private static Accepted one(MediaRange range, Offer offer, boolean plans) {
        return switch (range.type()) {
            case OBJECT, "application/vnd.pgrst.object" ->
                    json(true, range.nullsStripped(), OBJECT);
            case ARRAY, "application/vnd.pgrst.array" ->
                    range.nullsStripped() ? json(false, true, ARRAY) : JSON;
            case PLAN, PLAN + "+text" -> plans ? plan(range, offer, false) : null;
            case PLAN + "+json" -> plans ? plan(range, offer, true) : null;
            default -> {
                Accepted custom = custom(range.type(), offer);
                yield custom != null ? custom : builtIn(range.type(), offer);
            }
        };
    }

    /// The plan of what the parameter `for` names, which is JSON where it is missing.
    private static Accepted plan(MediaRange range, Offer offer, boolean json) {
        List<MediaRange> wanted = MediaRange.parse(List.of(wantedFor(range)));
        Accepted explained = wanted.isEmpty() ? null : one(wanted.getFirst(), offer, false);
        if (explained == null) {
            return null;
        }
        String type = planType(range, json, explained.contentType.replace(UTF8, ""));
        return new Accepted(
                explained.format, type + UTF8, new Explain(json, options(range)));
    }

    private static List<Option> options(MediaRange range) {
        List<String> asked = List.of(range.parameters().getOrDefault("options", "")
                .toUpperCase(Locale.ROOT).split("\\|"));
        return Stream.of(Option.values())
                .filter(option -> asked.contains(option.name())).toList();
    }

    private static String planType(MediaRange range, boolean json, String explained) {
        String type = PLAN + (json ? "+json" : "+text") + "; for=\"" + explained + '"';
        List<Option> options = options(range);
        return options.isEmpty() ? type : type + "; options=" + options.stream()
                .map(option -> option.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("|"));
    }

    /// A handler of any type answers whatever is asked for; another one its own type, which a range
    /// never names. Those made for the target go first.
    private static Accepted custom(String type, Offer offer) {
        for (String wanted : List.of(MediaHandler.ANY, type)) {
            for (MediaHandler own : offer.own()) {
                if (own.mediaType().equals(wanted)) {
                    return new Accepted(own.aggregate() ? new Format.Custom(own)
                            : new Format.Scalar(own.binary()), shown(wanted));
                }
            }
        }
        for (MediaHandler handler : offer.general()) {
            if (handler.mediaType().equals(type)) {
                return new Accepted(new Format.Custom(handler), shown(type));
            }
        }
        return null;
    }

    private static String shown(String handled) {
        return handled.equals(MediaHandler.ANY) ? "application/octet-stream" : charset(handled);
    }

    private static Accepted builtIn(String type, Offer offer) {
        boolean value = offer.content() != Offer.Content.ROWS;
        var scalar = new Format.Scalar(offer.content() == Offer.Content.BYTES);
        return switch (type) {
            case "application/json", "application/*", "*/*" -> JSON;
            case "text/csv" -> new Accepted(new Format.Csv(), type + UTF8);
            case "application/x-ndjson" -> new Accepted(new Format.Lines(), type + UTF8);
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

    private static boolean covers(MediaRange wanted, String offered) {
        int parameters = offered.indexOf(';');
        String type = parameters < 0 ? offered : offered.substring(0, parameters);
        String version = wanted.parameters().get("version");
        if (version != null && !(";version=" + version).equals(
                parameters < 0 ? "" : offered.substring(parameters))) {
            return false;
        }
        String range = wanted.type();
        return range.equals(type) || range.equals("*/*")
                || range.endsWith("/*")
                && type.startsWith(range.substring(0, range.length() - 1));
    }
}
