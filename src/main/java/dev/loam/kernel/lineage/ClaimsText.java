package dev.loam.kernel.lineage;

import java.util.List;
import java.util.Set;

/// Finds, in the text of a body, what of the result of a call is looked at.
///
/// From the call outwards, as long as what is around it leaves a JSON document what it is:
/// brackets, casts between `text`, `json` and `jsonb`, `nullif(…, '')`, the last place of a
/// `coalesce`; up to `-> 'name'` or `->> 'name'`, or to the ends of the body.
final class ClaimsText {
    private static final Set<String> DOCUMENTS = Set.of("text", "varchar", "json", "jsonb");
    /// Texts that stand for a document without members.
    private static final Set<String> EMPTY = Set.of("", "{}", "null");
    /// What binds less than `->` does and may stand before an operand.
    private static final Set<String> BEFORE =
            Set.of("(", ",", "[", "=", "<>", "!=", "<", ">", "<=", ">=", ":=", ";");
    private static final Set<String> WORDS_BEFORE = Set.of("select", "and", "or", "not", "where",
            "when", "then", "else", "return", "in", "if", "on", "having", "distinct", "from",
            "elsif", "by", "like", "between", "case");

    private final List<BodyToken> tokens;
    private final boolean procedural;
    private int start;
    private int end;

    ClaimsText(List<BodyToken> tokens, boolean procedural) {
        this.tokens = tokens;
        this.procedural = procedural;
    }

    boolean is(int i, String symbol) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(symbol);
    }

    private boolean isWord(int i, String word) {
        return i >= 0 && i < tokens.size() && tokens.get(i).isWord(word);
    }

    private boolean isString(int i) {
        return i >= 0 && i < tokens.size() && tokens.get(i).kind() == BodyToken.Kind.STRING;
    }

    /// The name before a point before the name there; null for none.
    String qualifier(int i) {
        return is(i - 1, ".") && i > 1 && tokens.get(i - 2).isName()
                ? tokens.get(i - 2).text() : null;
    }

    /// The text that is the whole argument there; null for anything else.
    String onlyText(int i) {
        return isString(i) && (is(i + 1, ",") || is(i + 1, ")")) ? tokens.get(i).text() : null;
    }

    /// Whether the type there may end a `cast(… as …)`.
    boolean closesCast(int i) {
        return is(i + 1, ")") || is(i + 1, "[") || is(i + 1, "(") || isWord(i + 1, "with")
                || isWord(i + 1, "without");
    }

    /// What of the result of the call at that name is looked at.
    Uses.Look look(int name) {
        if (!is(name + 1, "(")) {
            return Uses.Look.WHOLE;
        }
        start = name;
        while (qualifier(start) != null) {
            start -= 2;
        }
        end = closing(name + 1);
        if (end < 0) {
            return Uses.Look.WHOLE;
        }
        while (widened()) {
            // What is around it is the same document.
        }
        boolean arrow = is(end + 1, "->") || is(end + 1, "->>");
        if (arrow && isString(end + 2) && startsOperand()) {
            return Uses.Look.at(tokens.get(end + 2).text());
        }
        return isBody() ? Uses.Look.YIELDED : Uses.Look.WHOLE;
    }

    private boolean startsOperand() {
        if (start == 0) {
            return true;
        }
        BodyToken before = tokens.get(start - 1);
        return BEFORE.contains(before.text()) && !before.isName()
                || before.kind() == BodyToken.Kind.WORD && WORDS_BEFORE.contains(before.text());
    }

    private boolean widened() {
        return cast() || nullIf() || coalesce() || brackets();
    }

    private boolean cast() {
        int type = isWord(end + 2, "pg_catalog") && is(end + 3, ".") ? end + 4 : end + 2;
        if (is(end + 1, "::") && type < tokens.size() && tokens.get(type).isName()
                && DOCUMENTS.contains(tokens.get(type).text())
                && !is(type + 1, "[") && !is(type + 1, ".") && !is(type + 1, "(")) {
            end = type;
            return true;
        }
        return false;
    }

    private boolean nullIf() {
        if (is(start - 1, "(") && isWord(start - 2, "nullif") && is(end + 1, ",")
                && isString(end + 2) && EMPTY.contains(tokens.get(end + 2).text().strip())
                && is(end + 3, ")")) {
            start -= 2;
            end += 3;
            return true;
        }
        return false;
    }

    /// The last place, or one that only documents without members follow.
    private boolean coalesce() {
        int close = end + 1;
        while (is(close, ",") && isString(close + 1)
                && EMPTY.contains(tokens.get(close + 1).text().strip())) {
            close += 2;
            if (is(close, "::") && close + 1 < tokens.size()
                    && DOCUMENTS.contains(tokens.get(close + 1).text())) {
                close += 2;
            }
        }
        if (!is(close, ")") || !is(start - 1, "(") && !is(start - 1, ",")) {
            return false;
        }
        int open = opening(close);
        if (open < 1 || !isWord(open - 1, "coalesce")) {
            return false;
        }
        start = open - 1;
        end = close;
        return true;
    }

    /// `(…)`, or `(select …)`, where no name makes a call of it.
    private boolean brackets() {
        int open = isWord(start - 1, "select") ? start - 2 : start - 1;
        if (!is(open, "(") || !is(end + 1, ")") || open > 0 && isCall(open - 1)) {
            return false;
        }
        start = open;
        end++;
        return true;
    }

    private boolean isCall(int before) {
        BodyToken token = tokens.get(before);
        return token.kind() == BodyToken.Kind.QUOTED_NAME || token.is(".")
                || token.kind() == BodyToken.Kind.WORD && !WORDS_BEFORE.contains(token.text());
    }

    /// Whether nothing else is in the body: `select …`, or `begin return …; end`.
    private boolean isBody() {
        int last = tokens.size() - 1;
        last -= is(last, ";") ? 1 : 0;
        if (!procedural) {
            return start == 1 && isWord(0, "select") && end == last;
        }
        return start == 2 && isWord(0, "begin") && isWord(1, "return") && is(end + 1, ";")
                && isWord(end + 2, "end") && end + 2 == last;
    }

    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += is(i, "(") ? 1 : is(i, ")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private int opening(int close) {
        int depth = 0;
        for (int i = close; i >= 0; i--) {
            depth += is(i, ")") ? 1 : is(i, "(") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
