package dev.loam.modules.rest.ask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One item of an `Accept` field: a media type or a range of them, in lower case, its parameters by
/// their lower-case names, and its quality in thousandths.
///
/// Source: RFC 9110 section 12.5.1.
record MediaRange(String type, Map<String, String> parameters, int quality) {
    static final MediaRange ANY = new MediaRange("*/*", Map.of(), 1000);

    private static final Comparator<MediaRange> BEST_FIRST = Comparator
            .<MediaRange>comparingInt(range -> -range.quality())
            .thenComparingInt(MediaRange::vagueness);

    /// The items of a field that are not refused by `q=0`, best first; those of equal worth as they
    /// were sent.
    static List<MediaRange> parse(List<String> fields) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String field : fields) {
            for (String item : split(field, ',')) {
                MediaRange range = item(item);
                if (range.quality > 0 && !range.type.isEmpty()) {
                    ranges.add(range);
                }
            }
        }
        ranges.sort(BEST_FIRST);
        return ranges;
    }

    boolean nullsStripped() {
        return "stripped".equals(parameters.get("nulls"));
    }

    private int vagueness() {
        return type.equals("*/*") ? 2 : type.endsWith("/*") ? 1 : 0;
    }

    private static MediaRange item(String item) {
        List<String> parts = split(item, ';');
        Map<String, String> parameters = parts.size() == 1 ? Map.of() : new HashMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            parameters.put(name.strip().toLowerCase(Locale.ROOT),
                    equals < 0 ? "" : unquoted(part.substring(equals + 1).strip()));
        }
        String weight = parameters.get("q");
        return new MediaRange(parts.getFirst().strip().toLowerCase(Locale.ROOT), parameters,
                weight == null ? 1000 : quality(weight));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /// A weight that cannot be read counts as the full one.
    private static int quality(String value) {
        try {
            return (int) (Math.clamp(Float.parseFloat(value), 0f, 1f) * 1000);
        } catch (NumberFormatException _) {
            return 1000;
        }
    }

    /// Splits outside quoted strings.
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>(4);
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
