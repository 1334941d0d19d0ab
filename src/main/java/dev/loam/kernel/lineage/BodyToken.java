package dev.loam.kernel.lineage;

import java.util.ArrayList;
import java.util.List;

/// A token of the body of a function, as PostgreSQL's own lexer would cut it; comments are none.
///
/// `text` of a name is as SQL takes it (small letters unless it was quoted), of a string what it
/// stands for.
/// Source: PostgreSQL manual, "Lexical Structure".
record BodyToken(Kind kind, String text) {
    enum Kind { WORD, QUOTED_NAME, STRING, NUMBER, OPERATOR, OTHER }

    private static final String OPERATORS = "+-*/<>=~!@#%^&|`?";

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    boolean is(String symbol) {
        return (kind == Kind.OTHER || kind == Kind.OPERATOR) && text.equals(symbol);
    }

    /// Cuts a text into tokens.
    ///
    /// Fails: IllegalArgumentException where something is left open, or is written in a way that is
    /// not read here (Unicode escapes).
    static List<BodyToken> of(String text) {
        return new Lexer(text).all();
    }

    private static final class Lexer {
        private final String text;
        private final List<BodyToken> tokens = new ArrayList<>();
        private int at;

        Lexer(String text) {
            this.text = text;
        }

        List<BodyToken> all() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (isSpace(c)) {
                    at++;
                } else if (text.startsWith("--", at)) {
                    lineComment();
                } else if (text.startsWith("/*", at)) {
                    blockComment();
                } else if (c == '\'') {
                    string(at + 1, false);
                } else if (c == '"') {
                    quotedName();
                } else if (c == '$') {
                    dollar();
                } else if (isWordStart(c)) {
                    word();
                } else if (c >= '0' && c <= '9'
                        || c == '.' && isDigit(at + 1) && !afterName()) {
                    number();
                } else if (OPERATORS.indexOf(c) >= 0) {
                    operator();
                } else {
                    other();
                }
            }
            return tokens;
        }

        private boolean afterName() {
            return !tokens.isEmpty()
                    && (tokens.getLast().isName() || tokens.getLast().is("."));
        }

        private void lineComment() {
            while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                at++;
            }
        }

        private void blockComment() {
            int depth = 0;
            do {
                if (text.startsWith("/*", at)) {
                    depth++;
                    at += 2;
                } else if (text.startsWith("*/", at)) {
                    depth--;
                    at += 2;
                } else if (at < text.length()) {
                    at++;
                } else {
                    throw open("comment");
                }
            } while (depth > 0);
        }

        private void string(int from, boolean escapes) {
            var value = new StringBuilder();
            int i = from;
            while (i < text.length()) {
                char c = text.charAt(i);
                if (c == '\\' && escapes) {
                    i = escape(i + 1, value);
                } else if (c == '\'' && i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                    value.append('\'');
                    i += 2;
                } else if (c == '\'') {
                    at = i + 1;
                    addString(value.toString());
                    return;
                } else {
                    value.append(c);
                    i++;
                }
            }
            throw open("text");
        }

        /// One string after another, on lines of their own, are one.
        private void addString(String value) {
            boolean goesOn = !tokens.isEmpty() && tokens.getLast().kind() == Kind.STRING;
            String before = goesOn ? tokens.removeLast().text() : "";
            tokens.add(new BodyToken(Kind.STRING, before + value));
        }

        private int escape(int i, StringBuilder value) {
            char c = i < text.length() ? text.charAt(i) : 'x';
            if (c == 'x' || c == 'u' || c == 'U' || c >= '0' && c <= '7') {
                throw new IllegalArgumentException("a character by its number");
            }
            value.append(switch (c) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> c;
            });
            return i + 1;
        }

        private void quotedName() {
            var name = new StringBuilder();
            for (int i = at + 1; i < text.length(); i++) {
                if (text.charAt(i) != '"') {
                    name.append(text.charAt(i));
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    name.append('"');
                    i++;
                } else {
                    at = i + 1;
                    tokens.add(new BodyToken(Kind.QUOTED_NAME, name.toString()));
                    return;
                }
            }
            throw open("name");
        }

        private void dollar() {
            int end = at + 1;
            while (end < text.length() && isWordPart(text.charAt(end))) {
                end++;
            }
            boolean quote = end < text.length() && text.charAt(end) == '$' && !isDigit(at + 1);
            if (!quote) {
                tokens.add(new BodyToken(Kind.OTHER, text.substring(at, end)));
                at = end;
                return;
            }
            String tag = text.substring(at, end + 1);
            int close = text.indexOf(tag, end + 1);
            if (close < 0) {
                throw open("text");
            }
            at = close + tag.length();
            addString(text.substring(end + 1, close));
        }

        private void word() {
            int end = at;
            while (end < text.length()
                    && (isWordPart(text.charAt(end)) || text.charAt(end) == '$')) {
                end++;
            }
            String word = Names.folded(text.substring(at, end));
            char next = end < text.length() ? text.charAt(end) : ' ';
            if (next == '\'' && (word.equals("e") || word.equals("n"))) {
                string(end + 1, word.equals("e"));
            } else if (word.equals("u") && next == '&') {
                // Perhaps `u & …`, but rather a text or a name in Unicode escapes.
                throw new IllegalArgumentException("a character by its number");
            } else {
                at = end;
                tokens.add(new BodyToken(Kind.WORD, word));
            }
        }

        private void number() {
            int end = at;
            while (end < text.length() && (isWordPart(text.charAt(end))
                    || text.charAt(end) == '.' && !text.startsWith("..", end))) {
                end++;
            }
            end = Math.max(end, at + 1);
            tokens.add(new BodyToken(Kind.NUMBER, text.substring(at, end)));
            at = end;
        }

        private void operator() {
            int end = at;
            while (end < text.length() && OPERATORS.indexOf(text.charAt(end)) >= 0
                    && !text.startsWith("--", end) && !text.startsWith("/*", end)) {
                end++;
            }
            tokens.add(new BodyToken(Kind.OPERATOR, text.substring(at, end)));
            at = end;
        }

        private void other() {
            int length = text.startsWith("::", at) || text.startsWith(":=", at) ? 2 : 1;
            tokens.add(new BodyToken(Kind.OTHER, text.substring(at, at + length)));
            at += length;
        }

        private boolean isDigit(int i) {
            return i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c >= '\t' && c <= '\r';
        }

        private static boolean isWordStart(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
        }

        private static boolean isWordPart(char c) {
            return isWordStart(c) || c >= '0' && c <= '9';
        }

        private static IllegalArgumentException open(String what) {
            return new IllegalArgumentException("a " + what + " without an end");
        }
    }
}
