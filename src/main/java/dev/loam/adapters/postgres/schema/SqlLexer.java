package dev.loam.adapters.postgres.schema;

/// Cuts SQL into tokens as PostgreSQL's own lexer would, as far as finding the ends of statements
/// needs it: strings, quoted names, dollar quotes, nested comments, words, and single characters.
///
/// Never fails: what is left open reaches to the end of the text, where PostgreSQL complains.
/// Source: PostgreSQL manual, "Lexical Structure".
final class SqlLexer {
    enum Kind { WORD, QUOTED_NAME, STRING, DOLLAR_STRING, COMMENT, SYMBOL, END }

    private final String text;
    private int position;
    private int start;

    SqlLexer(String text) {
        this.text = text;
    }

    /// Where the last token starts.
    int start() {
        return start;
    }

    /// Where the last token ends, and the next search begins.
    int end() {
        return position;
    }

    String token() {
        return text.substring(start, position);
    }

    /// Goes on from another place, as after data that is no SQL.
    void jump(int offset) {
        position = offset;
    }

    Kind next() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        start = position;
        if (position == text.length()) {
            return Kind.END;
        }
        char c = text.charAt(position);
        if (c == '-' && at(position + 1) == '-') {
            position = lineEnd(position);
            return Kind.COMMENT;
        }
        if (c == '/' && at(position + 1) == '*') {
            position = blockCommentEnd(position);
            return Kind.COMMENT;
        }
        if (c == '\'') {
            position = quoteEnd(position + 1, '\'', false);
            return Kind.STRING;
        }
        if (c == '"') {
            position = quoteEnd(position + 1, '"', false);
            return Kind.QUOTED_NAME;
        }
        if (c == '$' && dollarTagEnd(position) > 0) {
            String tag = text.substring(position, dollarTagEnd(position));
            int close = text.indexOf(tag, position + tag.length());
            position = close < 0 ? text.length() : close + tag.length();
            return Kind.DOLLAR_STRING;
        }
        if (isWordPart(c)) {
            return word(c);
        }
        position++;
        return Kind.SYMBOL;
    }

    private Kind word(char first) {
        if ((first == 'e' || first == 'E') && at(position + 1) == '\'') {
            position = quoteEnd(position + 2, '\'', true);
            return Kind.STRING;
        }
        while (position < text.length() && (isWordPart(text.charAt(position))
                || text.charAt(position) == '$')) {
            position++;
        }
        return Kind.WORD;
    }

    int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private int blockCommentEnd(int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '/' && at(i + 1) == '*') {
                depth++;
                i++;
            } else if (text.charAt(i) == '*' && at(i + 1) == '/') {
                depth--;
                i++;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return text.length();
    }

    private int quoteEnd(int from, char quote, boolean backslashEscapes) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && backslashEscapes) {
                i++;
            } else if (c == quote && at(i + 1) == quote) {
                i++;
            } else if (c == quote) {
                return i + 1;
            }
        }
        return text.length();
    }

    /// The end of `$tag$`, or 0 when this dollar sign opens no string, as in `$1`.
    private int dollarTagEnd(int from) {
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$') {
                return i + 1;
            }
            if (!isWordPart(c) || i == from + 1 && Character.isDigit(c)) {
                return 0;
            }
        }
        return 0;
    }

    private static boolean isWordPart(char c) {
        return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
                || c >= 0x80;
    }

    private char at(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }
}
