package dev.loam.kernel.validation.check;

import java.util.ArrayList;
import java.util.List;

/// The words of an expression as PostgreSQL prints it.
final class Tokens {
    private static final String OPERATOR = "~!@#^&|?+-*/%<>=";

    enum Kind { WORD, QUOTED, TEXT, NUMBER, SIGN }

    /// A word as it stands, a quoted name or text without its quotes, digits, or a sign.
    record Token(Kind kind, String text) {
        boolean is(String other) {
            return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(other);
        }
    }

    private final String text;
    private final List<Token> all = new ArrayList<>();
    private int at;

    private Tokens(String text) {
        this.text = text;
    }

    /// Fails with [Unreadable].
    static List<Token> of(String text) {
        var tokens = new Tokens(text);
        while (tokens.at < text.length()) {
            tokens.next();
        }
        return tokens.all;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == ' ' || c == '\n' || c == '\t') {
            at++;
        } else if (c == '\'') {
            all.add(new Token(Kind.TEXT, quoted('\'')));
        } else if (c == '"') {
            all.add(new Token(Kind.QUOTED, quoted('"')));
        } else if (digit(c)) {
            all.add(new Token(Kind.NUMBER, run(i -> digit(i) || i == '.')));
        } else if (c == 'E' && at + 1 < text.length() && text.charAt(at + 1) == '\'') {
            // Backslashes are doubled in such a text.
            at++;
            all.add(new Token(Kind.TEXT, unescaped(quoted('\''))));
        } else if (Character.isLetter(c) || c == '_') {
            all.add(new Token(Kind.WORD, run(i -> Character.isLetterOrDigit(i) || i == '_'
                    || i == '$')));
        } else if (text.startsWith("::", at)) {
            all.add(new Token(Kind.SIGN, "::"));
            at += 2;
        } else if (OPERATOR.indexOf(c) >= 0) {
            all.add(new Token(Kind.SIGN, run(i -> OPERATOR.indexOf(i) >= 0)));
        } else if ("()[],.".indexOf(c) >= 0) {
            all.add(new Token(Kind.SIGN, String.valueOf(c)));
            at++;
        } else {
            throw new Unreadable();
        }
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    private String run(java.util.function.IntPredicate of) {
        int from = at;
        while (at < text.length() && of.test(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /// A doubled quote stands for one.
    private String quoted(char quote) {
        var inner = new StringBuilder();
        for (at++; at < text.length(); at++) {
            if (text.charAt(at) == quote) {
                at++;
                if (at >= text.length() || text.charAt(at) != quote) {
                    return inner.toString();
                }
            }
            inner.append(text.charAt(at));
        }
        throw new Unreadable();
    }

    private static String unescaped(String escaped) {
        String halved = escaped.replace("\\\\", "\0");
        if (halved.indexOf('\\') >= 0) {
            throw new Unreadable();
        }
        return halved.replace('\0', '\\');
    }
}
