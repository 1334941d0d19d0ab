package dev.loam.modules.rest.ask;

import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Consistency.Level;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads how old an answer may be: `strong`, `session`, `eventual`, or `bounded=` and a duration
/// such as `250ms`, `2s` or `1m30s`; a bare number means seconds.
final class Freshness {
    private static final String BOUNDED = "bounded=";
    private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h|d)){1,5}");
    private static final Pattern PART = Pattern.compile("(\\d+)([a-z]+)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Consistency EVENTUAL = new Consistency(Level.EVENTUAL, null, null);

    private Freshness() {
    }

    /// Null for anything else.
    static Consistency of(String text) {
        return switch (text) {
            case "strong" -> Consistency.STRONG;
            case "session" -> Consistency.SESSION;
            case "eventual" -> EVENTUAL;
            default -> {
                Duration bound = text.startsWith(BOUNDED)
                        ? duration(text.substring(BOUNDED.length()).strip()) : null;
                yield bound == null ? null : new Consistency(Level.BOUNDED, bound, null);
            }
        };
    }

    private static Duration duration(String text) {
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        if (!DURATION.matcher(text).matches()) {
            return null;
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(text); part.find();) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(Math.min(number, 36_500));
            });
        }
        return sum;
    }
}
