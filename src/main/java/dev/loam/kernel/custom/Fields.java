package dev.loam.kernel.custom;

import dev.loam.ports.web.Headers;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Fields that somebody else gives us: nothing in them may end a line, and framing is not theirs.
///
/// Source: RFC 9110 section 5.5 and 5.6.2.
final class Fields {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final int FIELDS_MAX = 50;
    private static final int CHARACTERS_MAX = 8_192;
    private static final Set<String> FRAMING = framing();

    private Fields() {
    }

    private static Set<String> framing() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(Set.of("Content-Length", "Transfer-Encoding", "Connection", "Date",
                "Upgrade", "Host", "TE", "Trailer", "Keep-Alive", "Expect"));
        return names;
    }

    /// Those of a JSON object whose values are texts; null is an empty object.
    static Headers of(JsonNode object) throws CheckFailed {
        if (object == null || object.isNull() || object.isMissingNode()) {
            return Headers.NONE;
        }
        if (!object.isObject()) {
            throw CheckFailed.broken("it answered fields that are no JSON object", null);
        }
        var fields = Headers.builder();
        int count = 0;
        for (var field : object.properties()) {
            if (!field.getValue().isString()) {
                throw CheckFailed.broken("it answered a field that is no text", null);
            }
            add(field.getKey(), field.getValue().asString(), fields);
            count = counted(count);
        }
        return fields.build();
    }

    static Headers of(Map<String, String> given) throws CheckFailed {
        if (given.isEmpty()) {
            return Headers.NONE;
        }
        var fields = Headers.builder();
        int count = 0;
        for (var field : given.entrySet()) {
            add(field.getKey(), field.getValue(), fields);
            count = counted(count);
        }
        return fields.build();
    }

    private static int counted(int count) throws CheckFailed {
        if (count + 1 > FIELDS_MAX) {
            throw CheckFailed.broken("it answered more than " + FIELDS_MAX + " fields", null);
        }
        return count + 1;
    }

    private static void add(String name, String value, Headers.Builder fields)
            throws CheckFailed {
        if (name == null || value == null || !token(name) || !line(value)) {
            throw CheckFailed.broken("it answered a field that cannot be sent", null);
        }
        if (!FRAMING.contains(name)) {
            fields.add(name, value);
        }
    }

    /// `over` in place of what has the same names.
    static Headers over(Headers base, Headers over) {
        if (over.size() == 0) {
            return base;
        }
        var fields = base.toBuilder();
        over.forEach((name, _) -> fields.remove(name));
        over.forEach(fields::add);
        return fields.build();
    }

    private static boolean token(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0);
    }

    private static boolean line(String value) {
        return value.length() <= CHARACTERS_MAX
                && value.chars().allMatch(c -> c >= ' ' && c != 0x7F && c <= 0xFF || c == '\t');
    }
}
