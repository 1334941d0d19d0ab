package dev.loam.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a pipeline of Logstash: sections, plugins, conditions, attributes.
///
/// Source: Logstash Reference, "Structure of a pipeline" and "Accessing event data and fields".
final class LogstashText {
    private static final Set<String> SECTIONS = Set.of("input", "filter", "output");

    private final String text;
    private final List<Plugin> plugins = new ArrayList<>();
    private int at;

    /// A plugin with its attributes; values are texts, numbers as texts, lists and maps.
    record Plugin(String section, String name, Map<String, Object> attributes) {
    }

    private LogstashText(String text) {
        this.text = text;
    }

    /// @throws IllegalStateException where the text is no pipeline
    static List<Plugin> plugins(String text) {
        var reader = new LogstashText(text);
        reader.space();
        while (reader.at < text.length()) {
            String section = reader.word();
            if (!SECTIONS.contains(section)) {
                throw reader.wrong("a section, not " + section);
            }
            reader.block(section);
        }
        return reader.plugins;
    }

    private void block(String section) {
        expect('{');
        while (!take('}')) {
            String name = word();
            if (name.equals("if")) {
                condition(section);
            } else {
                plugins.add(new Plugin(section, name, attributes()));
            }
        }
    }

    private void condition(String section) {
        int open = text.indexOf('{', at);
        String condition = text.substring(at, Math.max(at, open)).strip();
        if (!condition.matches("!?(\\[[@\\w]+])+( (==|!=|in) .+)?")) {
            throw wrong("a condition, not " + condition);
        }
        at = open;
        block(section);
        if (text.startsWith("else", at)) {
            at += "else".length();
            space();
            if (text.startsWith("if", at)) {
                word();
                condition(section);
            } else {
                block(section);
            }
        }
    }

    private Map<String, Object> attributes() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        expect('{');
        while (!take('}')) {
            Object name = text.charAt(at) == '"' ? quoted() : word();
            expect('=');
            expect('>');
            if (attributes.put((String) name, value()) != null) {
                throw wrong("one value of " + name);
            }
        }
        return attributes;
    }

    private Object value() {
        return switch (text.charAt(at)) {
            case '"' -> quoted();
            case '{' -> attributes();
            case '[' -> list();
            default -> word();
        };
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        expect('[');
        while (!take(']')) {
            list.add(value());
            take(',');
        }
        return list;
    }

    private String quoted() {
        int end = text.indexOf('"', at + 1);
        String quoted = text.substring(at + 1, end);
        at = end + 1;
        space();
        return quoted;
    }

    private String word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at))
                || "_.-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw wrong("a word");
        }
        String word = text.substring(start, at);
        space();
        return word;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw wrong("a " + c);
        }
    }

    private boolean take(char c) {
        if (at >= text.length()) {
            throw wrong("more");
        }
        boolean there = text.charAt(at) == c;
        if (there) {
            at++;
            space();
        }
        return there;
    }

    /// Passes blanks and comments over.
    private void space() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at))
                || text.charAt(at) == '#')) {
            if (text.charAt(at) == '#') {
                at = Math.max(at, text.indexOf('\n', at));
            } else {
                at++;
            }
        }
    }

    private IllegalStateException wrong(String wanted) {
        long line = text.substring(0, at).lines().count();
        return new IllegalStateException("line " + line + ": wanted " + wanted);
    }
}
