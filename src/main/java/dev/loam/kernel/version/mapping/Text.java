package dev.loam.kernel.version.mapping;

import java.util.Locale;

/// A position in the text of one parameter, with what its little languages have in common.
///
/// It is lenient: a text that is wrong is left to those who answer the request, and their words.
final class Text {
    private final String text;
    private int at;

    Text(String text) {
        this.text = text;
    }

    /// That the text is not of the language.
    static final class Odd extends RuntimeException {
        Odd() {
            super("odd text", null, false, false);
        }
    }

    boolean atEnd() {
        return at >= text.length();
    }

    char peek() {
        return peek(0);
    }

    /// NUL behind the end.
    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    boolean looksAt(String word) {
        return text.startsWith(word, at);
    }

    boolean accept(String word) {
        if (!looksAt(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw new Odd();
        }
    }

    void skipSpace() {
        while (peek() == ' ') {
            at++;
        }
    }

    /// A name, quoted or not, without the spaces around it.
    String name() {
        skipSpace();
        String name = peek() == '"' ? quoted() : bareName();
        skipSpace();
        return name;
    }

    private String bareName() {
        int start = at;
        while (!atEnd() && (nameCharacter(peek()) || peek() == '-' && peek(1) != '>')) {
            at++;
        }
        if (at == start) {
            throw new Odd();
        }
        return text.substring(start, at).stripTrailing();
    }

    private static boolean nameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == ' ';
    }

    private String quoted() {
        var name = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                at = i + 1;
                return name.toString();
            }
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = text.charAt(i);
            }
            name.append(c);
        }
        throw new Odd();
    }

    /// Up to the next character that ends an item: a comma, a parenthesis that was not opened in
    /// it, or the end. What is quoted or in braces ends nothing.
    String rest() {
        int start = at;
        int depth = 0;
        while (!atEnd()) {
            char c = peek();
            if (c == '"') {
                quoted();
                continue;
            }
            if (depth == 0 && (c == ',' || c == ')')) {
                break;
            }
            depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
            at++;
        }
        return text.substring(start, at);
    }

    /// The key of a path in JSON: quoted, or up to what ends it.
    String key() {
        skipSpace();
        if (peek() == '"') {
            return quoted();
        }
        int start = at;
        while (!atEnd() && ".,>():".indexOf(peek()) < 0 && !looksAt("->")) {
            at++;
        }
        if (at == start) {
            throw new Odd();
        }
        return text.substring(start, at).stripTrailing();
    }

    /// A name as the languages read it back.
    static String written(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!nameCharacter(c) || c == ' ') {
                return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            }
        }
        return name.isEmpty() ? "\"\"" : name;
    }

    /// The media type of a field, without its parameters.
    static String mediaType(String field) {
        int end = field.indexOf(';');
        return (end < 0 ? field : field.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
