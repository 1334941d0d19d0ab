package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.rows.Filter.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads filters: `column=operator.value`, several joined by commas, which all must hold.
///
/// A value may be in double quotes, with a backslash before quotes and backslashes in it. A comma
/// outside of quotes and parentheses ends a value only where another filter begins behind it, so
/// that texts with commas need no quotes. Pure.
final class FilterParser {
    private static final int FILTERS_MAX = 20;
    private static final int VALUES_MAX = 100;
    private static final String HEAD = "([^=,]+)=(not\\.)?"
            + "(eq|neq|lt|lte|gt|gte|in|like|ilike|is|match|imatch|isdistinct)\\.";
    private static final Pattern FIRST = Pattern.compile(HEAD);
    private static final Pattern NEXT = Pattern.compile("," + HEAD);
    private static final Set<String> STATES =
            Set.of("null", "not_null", "true", "false", "unknown");

    private final String text;
    private int at;

    private FilterParser(String text) {
        this.text = text;
    }

    /// Says what is wrong with a filter, in words for whoever wrote it.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /// The filters of a text; none for null and for an empty one.
    static List<Filter> parse(String text) throws Malformed {
        return text == null || text.isEmpty() ? List.of() : new FilterParser(text).filters();
    }

    private List<Filter> filters() throws Malformed {
        List<Filter> filters = new ArrayList<>(2);
        var head = FIRST.matcher(text);
        if (!head.lookingAt()) {
            throw new Malformed("`" + text + "` is not of the form column=operator.value");
        }
        while (true) {
            filters.add(filter(head));
            if (at == text.length()) {
                return filters;
            }
            if (filters.size() == FILTERS_MAX) {
                throw new Malformed("there are more than " + FILTERS_MAX + " filters");
            }
            head = NEXT.matcher(text).region(at, text.length());
            if (!head.lookingAt()) {
                throw new Malformed("`" + text.substring(at) + "` does not go on as a filter");
            }
        }
    }

    private Filter filter(Matcher head) throws Malformed {
        at = head.end();
        var operator = Operator.named(head.group(3));
        boolean negated = head.group(2) != null;
        if (operator == Operator.IN) {
            return new Filter(head.group(1), operator, negated, null, list());
        }
        var value = value();
        if (operator == Operator.IS && !STATES.contains(value)) {
            throw new Malformed("`is` takes one of null, not_null, true, false and unknown, not `"
                    + value + "`");
        }
        return new Filter(head.group(1), operator, negated, value, List.of());
    }

    private String value() throws Malformed {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int end = at;
        for (; end < text.length(); end++) {
            if (text.charAt(end) == ','
                    && NEXT.matcher(text).region(end, text.length()).lookingAt()) {
                break;
            }
        }
        var value = text.substring(at, end);
        at = end;
        return value;
    }

    private String quoted() throws Malformed {
        var value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            value.append(c);
        }
        throw new Malformed("a quote is not closed");
    }

    private List<String> list() throws Malformed {
        if (at == text.length() || text.charAt(at) != '(') {
            throw new Malformed("`in` takes a list in parentheses");
        }
        List<String> values = new ArrayList<>();
        at++;
        while (at < text.length()) {
            values.add(text.charAt(at) == '"' ? quoted() : item());
            if (values.size() > VALUES_MAX) {
                throw new Malformed("a list has more than " + VALUES_MAX + " values");
            }
            char end = at < text.length() ? text.charAt(at) : 0;
            at++;
            if (end == ')') {
                return values.equals(List.of("")) ? List.of() : values;
            }
            if (end != ',') {
                throw new Malformed("a value of a list does not end with a comma");
            }
        }
        throw new Malformed("a list is not closed");
    }

    private String item() {
        int end = at;
        while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != ')') {
            end++;
        }
        var item = text.substring(at, end);
        at = end;
        return item;
    }
}
