package dev.loam.modules.auth.admin;

import dev.loam.modules.auth.failure.AuthCode;
import java.time.Duration;
import java.util.regex.Pattern;

/// How long an account is banned: `none`, or a duration as Go writes it, such as `24h` or `1h30m`.
final class Bans {
    private static final Pattern PART =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

    private Bans() {
    }

    /// Null for `none`.
    static Duration duration(String text) {
        if (text.equals("none")) {
            return null;
        }
        if (!WHOLE.matcher(text).matches()) {
            throw AuthCode.VALIDATION_FAILED.refusal("invalid format for ban duration: \"" + text
                    + "\"; use none or a duration such as 24h or 1h30m");
        }
        double nanos = 0;
        var parts = PART.matcher(text);
        while (parts.find()) {
            nanos += Double.parseDouble(parts.group(1)) * nanosOf(parts.group(2));
        }
        return Duration.ofNanos((long) Math.min(nanos, Long.MAX_VALUE / 2.0));
    }

    private static double nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> throw new IllegalStateException(unit);
        };
    }
}
