package dev.loam.kernel.version.mapping;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/// The borders of values in a JSON text, found without reading the values: what is not changed is
/// copied byte by byte, so that no number loses a digit.
///
/// A text that is no JSON is noticed as far as its borders show it; whoever reads it next sees the
/// rest.
final class JsonText {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonText() {
    }

    /// That the text is no JSON.
    static final class Broken extends RuntimeException {
        Broken() {
            super("no JSON", null, false, false);
        }
    }

    /// The first position from `at` on that is no space; `end` where there is none.
    static int skipSpace(byte[] text, int at, int end) {
        int i = at;
        while (i < end && (text[i] == ' ' || text[i] == '\n' || text[i] == '\r'
                || text[i] == '\t')) {
            i++;
        }
        return i;
    }

    /// The position behind the value that begins at `at`.
    static int behind(byte[] text, int at, int end) {
        if (at >= end) {
            throw new Broken();
        }
        return switch (text[at]) {
            case '"' -> behindString(text, at, end);
            case '{', '[' -> behindNested(text, at, end);
            default -> behindPlain(text, at, end);
        };
    }

    /// That behind a string.
    static int behindString(byte[] text, int at, int end) {
        if (at >= end || text[at] != '"') {
            throw new Broken();
        }
        for (int i = at + 1; i < end; i++) {
            if (text[i] == '\\') {
                i++;
            } else if (text[i] == '"') {
                return i + 1;
            }
        }
        throw new Broken();
    }

    private static int behindNested(byte[] text, int at, int end) {
        int depth = 0;
        int i = at;
        while (i < end) {
            switch (text[i]) {
                case '"' -> i = behindString(text, i, end) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> { }
            }
            i++;
            if (depth == 0) {
                return i;
            }
        }
        throw new Broken();
    }

    /// Numbers, `true`, `false` and `null`.
    private static int behindPlain(byte[] text, int at, int end) {
        int i = at;
        while (i < end && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9'
                || text[i] == '-' || text[i] == '+' || text[i] == '.' || text[i] == 'E')) {
            i++;
        }
        if (i == at) {
            throw new Broken();
        }
        return i;
    }

    /// What a string says; `at` is that of its first quote, `end` behind its last.
    static String string(byte[] text, int at, int end) {
        for (int i = at; i < end; i++) {
            if (text[i] == '\\') {
                try {
                    return JSON.readValue(text, at, end - at, String.class);
                } catch (RuntimeException _) {
                    throw new Broken();
                }
            }
        }
        return new String(text, at + 1, end - at - 2, StandardCharsets.UTF_8);
    }

    /// A text as a string.
    static byte[] quoted(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\');
        return plain ? ('"' + text + '"').getBytes(StandardCharsets.UTF_8)
                : JSON.writeValueAsBytes(text);
    }
}
