package dev.loam.kernel.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A node of PostgreSQL's own form of a query or an expression.
///
/// PostgreSQL keeps these as text: nodes `{NAME :field value …}`, lists `(…)`, data in `[…]`; a
/// backslash takes the meaning from the character after it. A value here is a `Node`, a `List` of
/// values, or a `String`, and null where nothing is (`<>`). All fields are kept whatever they are
/// called, so that nothing is overlooked that a later release puts elsewhere.
///
/// Source: PostgreSQL manual, "pg_rewrite", "pg_policy", "pg_proc".
record Node(String name, Map<String, Object> fields) {
    /// Deeper than this is no tree that a person has written.
    private static final int DEPTH_MAX = 600;

    /// Reads one value; null for `<>` and for the empty text.
    ///
    /// Fails: IllegalArgumentException for a text that is no such tree.
    static Object read(String text) {
        var reader = new Reader(text);
        Object value = reader.value(0);
        reader.end();
        return value;
    }

    /// What is there, else null.
    Object get(String field) {
        return fields.get(field);
    }

    /// The number of an object in that field, 0 where there is none.
    long id(String field) {
        return fields.get(field) instanceof String text ? number(text) : 0;
    }

    /// The values in that field, none where it is no list.
    List<?> list(String field) {
        return fields.get(field) instanceof List<?> list ? list : List.of();
    }

    /// A whole number, 0 for any other text.
    static long number(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return 0;
        }
        int from = text.charAt(0) == '-' ? 1 : 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return 0;
            }
        }
        return from == text.length() ? 0 : Long.parseLong(text);
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        void end() {
            skipSpace();
            if (at < text.length()) {
                throw broken();
            }
        }

        Object value(int depth) {
            skipSpace();
            if (depth > DEPTH_MAX) {
                throw broken();
            }
            if (at == text.length()) {
                return null;
            }
            return switch (text.charAt(at)) {
                case '{' -> node(depth);
                case '(' -> list(depth, ')');
                case '[' -> list(depth, ']');
                case '}', ')', ']' -> throw broken();
                default -> {
                    String token = token();
                    yield token.equals("<>") ? null : unescaped(token);
                }
            };
        }

        private Node node(int depth) {
            at++;
            skipSpace();
            String name = token();
            var fields = new LinkedHashMap<String, Object>();
            for (skipSpace(); !closes('}'); skipSpace()) {
                String field = token();
                if (field.isEmpty() || field.charAt(0) != ':') {
                    throw broken();
                }
                // What comes first after the name of a field is its value, even with a colon.
                Object value = value(depth + 1);
                for (skipSpace(); at < text.length() && ":}".indexOf(text.charAt(at)) < 0;
                        skipSpace()) {
                    // The length of data stands before the data.
                    value = value(depth + 1);
                }
                fields.put(field.substring(1), value);
            }
            return new Node(name, fields);
        }

        private List<Object> list(int depth, char end) {
            at++;
            var values = new ArrayList<>();
            for (skipSpace(); !closes(end); skipSpace()) {
                values.add(value(depth + 1));
            }
            return values;
        }

        private boolean closes(char end) {
            if (at == text.length()) {
                throw broken();
            }
            if (text.charAt(at) != end) {
                return false;
            }
            at++;
            return true;
        }

        private String token() {
            int from = at;
            while (at < text.length() && " \n\t(){}".indexOf(text.charAt(at)) < 0) {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at = Math.min(at, text.length());
            if (at == from) {
                throw broken();
            }
            return text.substring(from, at);
        }

        private static String unescaped(String token) {
            if (token.indexOf('\\') < 0) {
                return token;
            }
            var plain = new StringBuilder(token.length());
            for (int i = 0; i < token.length(); i++) {
                i += token.charAt(i) == '\\' && i + 1 < token.length() ? 1 : 0;
                plain.append(token.charAt(i));
            }
            return plain.toString();
        }

        private void skipSpace() {
            while (at < text.length() && " \n\t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private IllegalArgumentException broken() {
            return new IllegalArgumentException("no node tree at character " + at);
        }
    }
}
