package dev.loam.kernel.identity;

import dev.loam.kernel.identity.RolePath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/// Reads the two notations of a [RolePath].
///
/// ```
/// path    = "$" segment*              RFC 9535: .name .* ['name'] ["name"] [n] [a:b] [*] [?filter]
/// filter  = or ; or = and ("||" and)* ; and = one ("&&" one)*
/// one     = "!"? ( "(" or ")" | "search(" value "," string ")" | value (("==" | "!=") string)? )
/// value   = "@" segment*              names and indexes only
/// older   = segment+                  .name ."name" [n] [a:b] [?(@ op "text")]
/// op      = "==" | "!=" | "^==" | "==^" | "*=="
/// ```
/// Of RFC 9535 the descendant segment, unions, steps of slices and comparisons of anything but
/// strings are not known: they are refused with a message, never misread. Filters nest at most
/// `FILTER_DEPTH_MAX` deep.
final class RolePathParser {
    private static final int FILTER_DEPTH_MAX = 16;

    private final String text;
    private int at;
    private int depth;

    RolePathParser(String text) {
        this.text = text;
    }

    List<Step> steps() {
        var steps = new ArrayList<Step>();
        if (take("$")) {
            skipSpace();
            while (at < text.length()) {
                steps.add(segment(false));
                skipSpace();
            }
            return steps;
        }
        do {
            steps.add(olderSegment());
        } while (at < text.length());
        return steps;
    }

    private Step segment(boolean singular) {
        if (take(".")) {
            return !singular && take("*") ? new Step.Every() : new Step.Member(bareName(""));
        }
        expect("[");
        skipSpace();
        Step step;
        if (!singular && take("?")) {
            step = new Step.Matching(alternatives(), false);
        } else if (!singular && take("*")) {
            step = new Step.Every();
        } else if (peek('\'') || peek('"')) {
            step = new Step.Member(string());
        } else {
            step = indexOrSlice(singular);
        }
        skipSpace();
        expect("]");
        return step;
    }

    private Step indexOrSlice(boolean singular) {
        var from = index();
        skipSpace();
        if (singular || !take(":")) {
            if (from == null) {
                throw wrong("an index");
            }
            return new Step.Element(from);
        }
        skipSpace();
        return new Step.Elements(from, index());
    }

    private Step olderSegment() {
        if (take(".")) {
            return new Step.Member(peek('"') ? string() : bareName("$@"));
        }
        if (take("[?(@")) {
            var test = olderFilter();
            expect(")]");
            return new Step.Matching(test, true);
        }
        expect("[");
        var from = index();
        if (take(":")) {
            var to = index();
            expect("]");
            return new Step.Characters(from, to);
        }
        if (from == null || from < 0) {
            throw wrong("an index");
        }
        expect("]");
        return new Step.Element(from);
    }

    private Predicate<JsonNode> olderFilter() {
        skipSpace();
        // The longer operators first: `==` begins `==^`.
        for (var operator : List.of("==^", "^==", "*==", "==", "!=")) {
            if (take(operator)) {
                skipSpace();
                if (!peek('"')) {
                    throw wrong("a text in double quotes");
                }
                var text = string();
                skipSpace();
                return comparison(operator, text);
            }
        }
        throw wrong("one of == != ^== ==^ *==");
    }

    private static Predicate<JsonNode> comparison(String operator, String text) {
        Predicate<String> test = switch (operator) {
            case "==" -> text::equals;
            case "!=" -> other -> !text.equals(other);
            case "^==" -> other -> other.startsWith(text);
            case "==^" -> other -> other.endsWith(text);
            default -> other -> other.contains(text);
        };
        return value -> value.isString() && test.test(value.asString());
    }

    private Predicate<JsonNode> alternatives() {
        if (++depth > FILTER_DEPTH_MAX) {
            throw wrong("a filter nested less deeply");
        }
        var test = conjunction();
        while (take("||")) {
            test = test.or(conjunction());
        }
        depth--;
        return test;
    }

    private Predicate<JsonNode> conjunction() {
        var test = single();
        while (take("&&")) {
            test = test.and(single());
        }
        return test;
    }

    private Predicate<JsonNode> single() {
        skipSpace();
        boolean negated = take("!");
        skipSpace();
        Predicate<JsonNode> test;
        if (take("(")) {
            test = alternatives();
            expect(")");
        } else if (take("search(")) {
            test = search();
        } else {
            test = valueTest();
        }
        skipSpace();
        return negated ? test.negate() : test;
    }

    private Predicate<JsonNode> search() {
        skipSpace();
        var value = value();
        expect(",");
        skipSpace();
        int start = at;
        Pattern pattern;
        try {
            pattern = Pattern.compile(string());
        } catch (PatternSyntaxException bad) {
            at = start;
            throw wrong("a regular expression");
        }
        skipSpace();
        expect(")");
        return child -> {
            var found = value.first(child);
            return found != null && found.isString()
                    && pattern.matcher(found.asString()).find();
        };
    }

    private Predicate<JsonNode> valueTest() {
        var value = value();
        boolean equal = take("==");
        if (!equal && !take("!=")) {
            return child -> value.first(child) != null;
        }
        skipSpace();
        var text = string();
        return child -> {
            var found = value.first(child);
            return (found != null && found.isString() && found.asString().equals(text)) == equal;
        };
    }

    /// A singular query on the current element.
    private Singular value() {
        expect("@");
        var steps = new ArrayList<Step>();
        while (peek('.') || peek('[')) {
            steps.add(segment(true));
        }
        skipSpace();
        return new Singular(steps);
    }

    private record Singular(List<Step> steps) {
        JsonNode first(JsonNode value) {
            var current = value;
            for (var step : steps) {
                var next = new ArrayList<JsonNode>(1);
                step.from(current, next);
                if (next.isEmpty()) {
                    return null;
                }
                current = next.getFirst();
            }
            return current;
        }
    }

    private String bareName(String alsoAllowed) {
        int start = at;
        while (at < text.length() && nameCharacter(text.charAt(at), alsoAllowed)) {
            at++;
        }
        if (at == start) {
            throw wrong("a name");
        }
        return text.substring(start, at);
    }

    private static boolean nameCharacter(char c, String alsoAllowed) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '_'
                || alsoAllowed.indexOf(c) >= 0;
    }

    /// A text in single or double quotes, with JSON's escapes.
    private String string() {
        if (!peek('\'') && !peek('"')) {
            throw wrong("a text in quotes");
        }
        char quote = text.charAt(at++);
        var content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return content.toString();
            }
            content.append(c == '\\' ? escaped() : c);
        }
        throw wrong("the end of the quotes");
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        return switch (c) {
            case '\\', '/', '\'', '"' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw wrong("four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Integer index() {
        int start = at;
        if (peek('-')) {
            at++;
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            return null;
        }
        try {
            return Integer.valueOf(text.substring(start, at));
        } catch (NumberFormatException bad) {
            at = start;
            throw wrong("an index");
        }
    }

    private boolean peek(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean take(String token) {
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw wrong(token);
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("failed to parse role-claim-key value (" + text
                + "): expected " + expected + " at character " + (at + 1));
    }
}
