package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked.Resolution;
import dev.loam.kernel.query.Asked.Totals;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What `Prefer` says; null where it says nothing, `NONE` for no count. `keyset` asks for pages
/// along a key.
///
/// Source: RFC 7240; PostgREST documentation, "Prefer Header".
public record Preferences(
        Resolution resolution, boolean missingDefault, Return returned, Totals count, Tx tx,
        Boolean strict, String timezone, Long maxAffected, boolean keyset) {
    public static final Preferences NONE =
            new Preferences(null, false, null, Totals.NONE, null, null, null, null, false);

    /// An offset as PostgreSQL takes it for a time zone: hours east of Greenwich, or hours and
    /// minutes west of it (the sign of POSIX).
    private static final Pattern OFFSET =
            Pattern.compile("[+-]?(0?\\d|1[0-4])(:[0-5]\\d|\\.\\d{1,3})?");

    public enum Return { MINIMAL, HEADERS_ONLY, REPRESENTATION }

    public enum Tx { COMMIT, ROLLBACK }

    /// Reads every `Prefer` field. A preference given twice counts the first time. `timezones` are
    /// those the server knows.
    ///
    /// Fails: 400 PGRST122 when handling is strict and some preference is unknown or has no such
    /// value.
    public static Preferences of(Headers headers, Set<String> timezones) {
        if (!headers.contains("Prefer")) {
            return NONE;
        }
        var reading = new Reading(timezones);
        for (String field : headers.all("Prefer")) {
            for (String item : field.split(",")) {
                reading.take(item.strip());
            }
        }
        return reading.done();
    }

    /// True where `max-affected` counts.
    public boolean bounded() {
        return maxAffected != null && Boolean.TRUE.equals(strict);
    }

    private static final class Reading {
        private final Set<String> timezones;
        private final List<String> seen = new ArrayList<>();
        private final List<String> invalid = new ArrayList<>();
        private Resolution resolution;
        private boolean missingDefault;
        private Return returned;
        private Totals count = Totals.NONE;
        private Tx tx;
        private Boolean strict;
        private String timezone;
        private Long maxAffected;
        private boolean keyset;

        Reading(Set<String> timezones) {
            this.timezones = timezones;
        }

        void take(String item) {
            if (item.isEmpty()) {
                return;
            }
            int parameters = item.indexOf(';');
            String pair = parameters < 0 ? item : item.substring(0, parameters);
            int equals = pair.indexOf('=');
            String name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            String value = equals < 0 ? "" : unquoted(pair.substring(equals + 1).strip());
            if (seen.contains(name)) {
                return;
            }
            if (heeds(name, value)) {
                seen.add(name);
            } else {
                invalid.add(item);
            }
        }

        private boolean heeds(String name, String value) {
            return switch (name) {
                case "resolution" -> (resolution = switch (value) {
                    case "merge-duplicates" -> Resolution.MERGE;
                    case "ignore-duplicates" -> Resolution.IGNORE;
                    default -> null;
                }) != null;
                case "missing" -> missingDefault = value.equals("default");
                case "return" -> (returned = switch (value) {
                    case "minimal" -> Return.MINIMAL;
                    case "headers-only" -> Return.HEADERS_ONLY;
                    case "representation" -> Return.REPRESENTATION;
                    default -> null;
                }) != null;
                case "count" -> (count = switch (value) {
                    case "exact" -> Totals.EXACT;
                    case "planned" -> Totals.PLANNED;
                    case "estimated" -> Totals.ESTIMATED;
                    default -> Totals.NONE;
                }) != Totals.NONE;
                case "tx" -> (tx = switch (value) {
                    case "commit" -> Tx.COMMIT;
                    case "rollback" -> Tx.ROLLBACK;
                    default -> null;
                }) != null;
                case "handling" -> (strict = switch (value) {
                    case "strict" -> Boolean.TRUE;
                    case "lenient" -> Boolean.FALSE;
                    default -> null;
                }) != null;
                case "timezone" -> (timezone = zone(value)) != null;
                case "max-affected" -> (maxAffected = count(value)) != null;
                case "pagination" -> keyset = value.equals("keyset");
                default -> false;
            };
        }

        private String zone(String value) {
            return timezones.contains(value) || OFFSET.matcher(value).matches() ? value : null;
        }

        /// A null strict means the default, lenient.
        Preferences done() {
            if (Boolean.TRUE.equals(strict) && !invalid.isEmpty()) {
                throw new Refusal(new RestFailure.InvalidPreferences(List.copyOf(invalid)));
            }
            return new Preferences(resolution, missingDefault, returned, count, tx, strict,
                    timezone, maxAffected, keyset);
        }

        private static Long count(String value) {
            boolean digits = !value.isEmpty() && value.length() <= 18
                    && value.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? Long.valueOf(value) : null;
        }

        private static String unquoted(String value) {
            boolean quoted = value.length() >= 2 && value.startsWith("\"")
                    && value.endsWith("\"");
            return quoted ? value.substring(1, value.length() - 1) : value;
        }
    }
}
