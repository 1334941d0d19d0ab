package dev.loam.kernel.query;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Values that PostgreSQL reads as a time that is counted from now, and types whose values never
/// are.
///
/// Source: PostgreSQL manual, "Date/Time Types", "Special Values".
final class TimeWords {
    private static final List<String> WORDS = List.of("now", "today", "tomorrow", "yesterday");
    /// By their names in a cast, and as `format_type` writes them.
    private static final Set<String> TIMELESS = Set.of(
            "smallint", "int2", "integer", "int", "int4", "bigint", "int8", "real", "float4",
            "double precision", "float8", "numeric", "decimal", "boolean", "bool", "uuid", "text",
            "character varying", "varchar", "character", "char", "bpchar", "json", "jsonb", "bytea",
            "tsvector", "tsquery", "inet", "cidr", "macaddr", "bit", "bit varying", "money",
            "point", "box", "int4range", "int8range", "numrange", "interval");
    private static final Set<String> TIMED = Set.of(
            "date", "time", "time without time zone", "timestamp", "timestamptz",
            "timestamp without time zone", "timestamp with time zone");

    private TimeWords() {
    }

    /// Whether no value of the type, or array of it, is read as a time. False where in doubt.
    static boolean timeless(String type) {
        return TIMELESS.contains(bare(type));
    }

    /// Whether the type of a cast is one of PostgreSQL's own. False where in doubt.
    static boolean ownType(String type) {
        String bare = bare(type.toLowerCase(Locale.ROOT));
        return TIMELESS.contains(bare) || TIMED.contains(bare);
    }

    /// Whether a value may be counted from now.
    static boolean in(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains) || timeOfDay(lower);
    }

    /// Whether something in a JSON document may be. An escape may hide anything.
    static boolean in(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        return text.contains("\\u") || in(text);
    }

    /// A time without a date has its zone's offset of today.
    private static boolean timeOfDay(String value) {
        return value.indexOf(':') >= 0 && value.indexOf('-') < 0 && value.indexOf('/') < 0;
    }

    private static String bare(String type) {
        String element = type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
        int open = element.indexOf('(');
        return open < 0 ? element
                : (element.substring(0, open) + element.substring(element.indexOf(')', open) + 1))
                        .strip();
    }
}
