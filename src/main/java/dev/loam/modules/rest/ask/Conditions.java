package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a write says of the rows that the client knows: null for what it does not say.
///
/// `unmodifiedSince` is passed over where there are tags to match, and where it is no date.
///
/// Source: RFC 9110 sections 13.1 and 5.6.7.
public record Conditions(Tags match, Tags noneMatch, Instant unmodifiedSince) {
    public static final String UNMODIFIED_SINCE = "If-Unmodified-Since";
    /// The form that is written today, and the two that have to be read.
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder().appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 1977)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH).withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));
    public static final String MATCH = "If-Match";
    public static final String NONE_MATCH = "If-None-Match";

    /// A list of tags; `any` for `*`.
    public record Tags(boolean any, List<Tag> tags) {
        /// Whether one of them is the strong `tag`; compared as `strong` says.
        public boolean has(String tag, boolean strong) {
            return tags.stream().anyMatch(
                    each -> each.opaque().equals(tag) && !(strong && each.weak()));
        }
    }

    /// `opaque` with its quotes.
    public record Tag(boolean weak, String opaque) {
    }

    /// Null where nothing is said.
    ///
    /// Fails: 400 LOAM-REST-092.
    public static Conditions of(Headers headers) {
        Tags match = tags(headers, MATCH);
        Tags noneMatch = tags(headers, NONE_MATCH);
        Instant since = match == null ? date(headers.first(UNMODIFIED_SINCE)) : null;
        return match == null && noneMatch == null && since == null ? null
                : new Conditions(match, noneMatch, since);
    }

    /// The same without the moment, null where nothing else is said.
    public Conditions undated() {
        return match == null && noneMatch == null ? null
                : new Conditions(match, noneMatch, null);
    }

    private static Instant date(String text) {
        if (text != null) {
            for (DateTimeFormatter form : DATES) {
                try {
                    return form.parse(text.strip(), Instant::from);
                } catch (DateTimeException _) {
                    // One of the others, or none, and then it is to be passed over.
                }
            }
        }
        return null;
    }

    private static Tags tags(Headers headers, String field) {
        if (!headers.contains(field)) {
            return null;
        }
        String text = String.join(",", headers.all(field));
        if (text.strip().equals("*")) {
            return new Tags(true, List.of());
        }
        var tags = new ArrayList<Tag>();
        int at = 0;
        while (true) {
            at = gap(text, at);
            if (at == text.length()) {
                break;
            }
            boolean weak = text.startsWith("W/", at);
            int open = weak ? at + 2 : at;
            int close = open < text.length() && text.charAt(open) == '"'
                    ? text.indexOf('"', open + 1) : -1;
            int next = close < 0 ? 0 : blank(text, close + 1);
            if (close < 0 || next < text.length() && text.charAt(next) != ',') {
                throw new Refusal(new RestFailure.BadCondition(field,
                        "It has to be * or a list of entity tags in double quotes."));
            }
            tags.add(new Tag(weak, text.substring(open, close + 1)));
            at = next;
        }
        return new Tags(false, List.copyOf(tags));
    }

    private static int blank(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /// Behind blanks and commas: elements of a list may be empty.
    private static int gap(String text, int from) {
        int at = blank(text, from);
        while (at < text.length() && text.charAt(at) == ',') {
            at = blank(text, at + 1);
        }
        return at;
    }
}
