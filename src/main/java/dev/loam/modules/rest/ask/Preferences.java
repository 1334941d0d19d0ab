package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked.Resolution;
import dev.loam.kernel.query.Asked.Totals;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What `Prefer` says; null where it says nothing, `NONE` for no count. `unknown` are the
/// preferences that mean nothing here, as they were written. `keyset` asks for pages along a key;
/// `consistency` is what [Freshness] reads; `validated` says whether all that is wrong with a body
/// is wanted before PostgreSQL sees it.
///
/// Source: RFC 7240; PostgREST documentation, "Prefer Header".
public record Preferences(
        Resolution resolution, Missing missing, Return returned, Totals count, Tx tx,
        Boolean strict, String timezone, Long maxAffected, List<String> unknown,
        boolean keyset, Nested nested, String consistency, Boolean validated) {
    public static final Preferences NONE =
            new Preferences(null, null, null, Totals.NONE, null, null, null, null, List.of());

    /// Says nothing of consistency.
    public Preferences(
            Resolution resolution, Missing missing, Return returned, Totals count, Tx tx,
            Boolean strict, String timezone, Long maxAffected, List<String> unknown,
            boolean keyset, Nested nested) {
        this(resolution, missing, returned, count, tx, strict, timezone, maxAffected, unknown,
                keyset, nested, null, null);
    }

    /// Says nothing of pages along a key and of nested rows either.
    public Preferences(
            Resolution resolution, Missing missing, Return returned, Totals count, Tx tx,
            Boolean strict, String timezone, Long maxAffected, List<String> unknown) {
        this(resolution, missing, returned, count, tx, strict, timezone, maxAffected, unknown,
                false, null);
    }

    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");
    private static final Pattern COUNT = Pattern.compile("-?\\d{1,18}");

    /// What becomes of columns that a row of the payload lacks.
    public enum Missing { DEFAULT, NULL }

    public enum Return { MINIMAL, HEADERS_ONLY, REPRESENTATION }

    public enum Tx { COMMIT, ROLLBACK }

    /// What becomes of related rows that a write does not mention: they stay, or they go.
    public enum Nested { MERGE, REPLACE }

    /// Reads every `Prefer` field. A preference given twice counts the first time. Whether there is
    /// such a time zone is for PostgreSQL to say.
    public static Preferences of(Headers headers) {
        if (!headers.contains("Prefer")) {
            return NONE;
        }
        var reading = new Reading();
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

    public boolean missingDefault() {
        return missing == Missing.DEFAULT;
    }

    /// Lets no preference pass unheeded where that is asked for.
    ///
    /// Fails: 400 PGRST122 when handling is strict and some preference is unknown or has no such
    /// value.
    public void requireHeeded() {
        if (Boolean.TRUE.equals(strict) && !unknown.isEmpty()) {
            throw new Refusal(new RestFailure.InvalidPreferences(unknown));
        }
    }

    private static final class Reading {
        private final List<String> unknown = new ArrayList<>();
        private Resolution resolution;
        private Missing missing;
        private Return returned;
        private Totals count;
        private Tx tx;
        private Boolean strict;
        private String timezone;
        private Long maxAffected;
        private boolean keyset;
        private Nested nested;
        private String consistency;
        private Boolean validated;

        void take(String item) {
            if (item.isEmpty()) {
                return;
            }
            int parameters = item.indexOf(';');
            String pair = parameters < 0 ? item : item.substring(0, parameters);
            int equals = pair.indexOf('=');
            String name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            String value = equals < 0 ? "" : unquoted(pair.substring(equals + 1).strip());
            if (!heeds(name, value)) {
                unknown.add(item);
            }
        }

        private boolean heeds(String name, String value) {
            switch (name + "=" + value) {
                case "resolution=merge-duplicates" ->
                        resolution = first(resolution, Resolution.MERGE);
                case "resolution=ignore-duplicates" ->
                        resolution = first(resolution, Resolution.IGNORE);
                case "missing=default" -> missing = first(missing, Missing.DEFAULT);
                case "missing=null" -> missing = first(missing, Missing.NULL);
                case "return=minimal" -> returned = first(returned, Return.MINIMAL);
                case "return=headers-only" -> returned = first(returned, Return.HEADERS_ONLY);
                case "return=representation" ->
                        returned = first(returned, Return.REPRESENTATION);
                case "count=exact" -> count = first(count, Totals.EXACT);
                case "count=planned" -> count = first(count, Totals.PLANNED);
                case "count=estimated" -> count = first(count, Totals.ESTIMATED);
                case "tx=commit" -> tx = first(tx, Tx.COMMIT);
                case "tx=rollback" -> tx = first(tx, Tx.ROLLBACK);
                case "handling=strict" -> strict = first(strict, Boolean.TRUE);
                case "handling=lenient" -> strict = first(strict, Boolean.FALSE);
                case "pagination=keyset" -> keyset = true;
                case "validation=all" -> validated = first(validated, Boolean.TRUE);
                case "validation=none" -> validated = first(validated, Boolean.FALSE);
                case "nested=merge" -> nested = first(nested, Nested.MERGE);
                case "nested=replace" -> nested = first(nested, Nested.REPLACE);
                default -> {
                    return open(name, value);
                }
            }
            return true;
        }

        /// The preferences that more than a few values will do for.
        private boolean open(String name, String value) {
            if (name.equals("timezone")) {
                timezone = first(timezone, value);
                return true;
            }
            if (name.equals("consistency") && Freshness.of(value) != null) {
                consistency = first(consistency, value);
                return true;
            }
            if (name.equals("wait") && SECONDS.matcher(value).matches()) {
                // The pipeline heeds it, before anything is read here.
                return true;
            }
            if (name.equals("max-affected") && COUNT.matcher(value).matches()) {
                maxAffected = first(maxAffected, Long.valueOf(value));
            }
            return name.equals("max-affected");
        }

        /// A null strict means the default, lenient.
        Preferences done() {
            return new Preferences(resolution, missing, returned,
                    count == null ? Totals.NONE : count, tx, strict, timezone, maxAffected,
                    List.copyOf(unknown), keyset, nested, consistency, validated);
        }

        private static <T> T first(T before, T now) {
            return before == null ? now : before;
        }

        private static String unquoted(String value) {
            boolean quoted = value.length() >= 2 && value.startsWith("\"")
                    && value.endsWith("\"");
            return quoted ? value.substring(1, value.length() - 1) : value;
        }
    }
}
