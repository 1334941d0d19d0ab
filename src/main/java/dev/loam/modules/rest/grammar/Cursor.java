package dev.loam.modules.rest.grammar;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.grammar.diagnosis.Diagnosis;
import dev.loam.modules.rest.grammar.diagnosis.Diagnosis.Language;

/// A position in one text, with the lexical rules that all the little languages share and the
/// wording of their failures.
///
/// Failures read as PostgREST's: what was found, what could have been there, and where. They quote
/// the found character as PostgREST does, `"x"` or, where the text could also have ended, `'x'`.
/// A text that PostgREST refuses too is told in its very words, by a [Diagnosis].
final class Cursor {
    static final String FIELD_NAME = "field name (* or [a..z0..9_$])";
    private static final int END = -1;

    private final String what;
    private final String text;
    private final int columnsBefore;
    private final Budget budget;
    private int at;
    private boolean quoted;

    /// `what` names the grammar in failures. `columnsBefore` counts characters that failures take
    /// as standing before the text.
    Cursor(String what, String text, int columnsBefore, Budget budget) {
        this.what = what;
        this.text = text;
        this.columnsBefore = columnsBefore;
        this.budget = budget;
    }

    Budget budget() {
        return budget;
    }

    int position() {
        return at;
    }

    void backTo(int position) {
        at = position;
    }

    /// Passes one character.
    void skip() {
        at++;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    int peek() {
        return peek(0);
    }

    int peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    boolean accept(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    boolean accept(String word) {
        if (!text.startsWith(word, at)) {
            return false;
        }
        at += word.length();
        return true;
    }

    boolean looksAt(String word) {
        return text.startsWith(word, at);
    }

    void expect(char c, String expecting) {
        if (!accept(c)) {
            throw unexpected(expecting);
        }
    }

    void expectEnd(String expecting) {
        if (!atEnd()) {
            throw unexpected(expecting);
        }
    }

    void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    /// Everything up to the end.
    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    /// Everything up to a comma, a closing parenthesis or the end.
    String upToDelimiter() {
        int start = at;
        while (at < text.length() && !isDelimiter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    boolean atDelimiter() {
        return !atEnd() && isDelimiter(text.charAt(at));
    }

    /// A word of lower case ASCII letters, maybe empty.
    String word() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z') {
            at++;
        }
        return text.substring(start, at);
    }

    /// A name: quoted, or of letters, digits, `_`, `$`, inner spaces and inner dashes. Spaces
    /// around it do not count.
    String name(String expecting) {
        skipSpace();
        budget.term(this);
        quoted = peek() == '"';
        String name = quoted ? quotedName() : bareName(expecting);
        skipSpace();
        return name;
    }

    /// Whether the last name was quoted, so that it cannot be a key word.
    boolean wasQuoted() {
        return quoted;
    }

    private String quotedName() {
        int start = at;
        String name = quoted();
        if (name.isEmpty()) {
            throw unexpected(start + 1, FIELD_NAME);
        }
        return bounded(name);
    }

    private String bareName(String expecting) {
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '-' && at > start) {
                if (peek(1) == '>') {
                    break;
                }
                if (peek(1) == END || !isNameChar((char) peek(1))) {
                    throw unexpected(at + 1, "\">\", letter or digit");
                }
            } else if (!isNameChar(c)) {
                break;
            }
            at++;
        }
        if (at == start) {
            throw unexpected(expecting);
        }
        return bounded(text.substring(start, at).stripTrailing());
    }

    private String bounded(String name) {
        if (name.length() > Budget.NAME_CHARS_MAX) {
            throw refuse(at, "a name longer than " + Budget.NAME_CHARS_MAX + " characters");
        }
        return name;
    }

    /// A text in double quotes, where a backslash takes the next character as it is.
    String quoted() {
        String content = quotedOrNull();
        if (content == null) {
            throw unexpected(text.length(), "\"\\\\\" or \"\\\"\"");
        }
        return content;
    }

    /// As `quoted`, but null, without moving, where the text has no closing quote.
    String quotedOrNull() {
        StringBuilder unescaped = null;
        int from = at + 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                at = i + 1;
                String tail = text.substring(from, i);
                return unescaped == null ? tail : unescaped.append(tail).toString();
            }
            if (c == '\\') {
                if (unescaped == null) {
                    unescaped = new StringBuilder(text.length() - at);
                }
                unescaped.append(text, from, i);
                from = ++i;
            }
        }
        return null;
    }

    /// What stands between here and `position`.
    String since(int position) {
        return text.substring(position, at);
    }

    Refusal unexpected(String expecting) {
        return unexpected(at, expecting);
    }

    Refusal unexpected(int position, String expecting) {
        if (position >= text.length()) {
            return refuse(position, "unexpected end of input expecting " + expecting);
        }
        char quote = expecting.endsWith("end of input") ? '\'' : '"';
        return refuse(position, "unexpected " + quote
                + shown(text.codePointAt(position), quote) + quote + " expecting " + expecting);
    }

    /// As `unexpected` at `position`, but showing the character at `shownAt`: for an alternative of
    /// several characters whose first one fits.
    Refusal unexpectedWord(int position, int shownAt, String expecting) {
        if (shownAt >= text.length()) {
            return refuse(position, "unexpected end of input expecting " + expecting);
        }
        return refuse(position, "unexpected \""
                + shown(text.codePointAt(shownAt), '"') + "\" expecting " + expecting);
    }

    Refusal refuse(int position, String details) {
        int line = 1;
        int column = 1 + columnsBefore;
        int end = Math.min(position, text.length());
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                column = 1;
            } else if (c == '\t') {
                column += 8 - (column - 1) % 8;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return new Refusal(new GrammarFailure.Unparsable(what, text, line, column, details));
    }

    /// The refusal of this text in the words that clients know; as it was where they have none.
    Refusal diagnosed(Refusal refusal, Language language) {
        return diagnosed(refusal, language, "");
    }

    /// `before` is what the language has before this text.
    Refusal diagnosed(Refusal refusal, Language language, String before) {
        String whole = before + text;
        Diagnosis diagnosis = refusal.failure() instanceof GrammarFailure.Unparsable
                ? Diagnosis.orNull(language, whole) : null;
        if (diagnosis == null) {
            return refusal;
        }
        int position = whole.offsetByCodePoints(0, diagnosis.at()) - before.length();
        return refuse(Math.max(0, position), diagnosis.details());
    }

    private static String shown(int c, char quote) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '\\' -> "\\\\";
            default -> c == quote ? "\\" + quote
                    : c < ' ' || c > '~' ? "\\" + c
                    : String.valueOf((char) c);
        };
    }

    private static boolean isDelimiter(char c) {
        return c == ',' || c == ')';
    }

    /// Any character beyond ASCII may stand in a bare name unless it is a space: the dialect gives
    /// none of them another meaning.
    static boolean isNameChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                || c == '_' || c == '$' || c == ' ' || c > 0x9f && !isSpace(c);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x85 && (
                c == 0x85 || Character.isSpaceChar(c));
    }
}
