package dev.loam.modules.rest.grammar;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Field;
import dev.loam.kernel.query.Selected;
import dev.loam.kernel.query.Selected.Aggregate;
import dev.loam.kernel.query.Selected.Join;
import dev.loam.modules.rest.grammar.diagnosis.Diagnosis.Language;
import java.util.ArrayList;
import java.util.List;

/// Selections: `*`, `alias:column::cast`, `column->key`, `column.sum()::text`, `count()`,
/// `alias:relation!hint!inner(…)`, `...relation(…)`.
final class SelectGrammar {
    private static final String ITEM =
            "\"...\", " + Cursor.FIELD_NAME + ", \"*\" or \"count()\"";
    private static final String FIRST_CHILD =
            "\"...\", " + Cursor.FIELD_NAME + ", \"*\", \"count()\" or \")\"";
    private static final String AFTER_ALIAS = "\":\" or " + Cursor.FIELD_NAME;
    private static final String AFTER_FIELD = "letter, digit, \"-\", \"->>\", \"->\", \"::\", "
            + "\".\", \")\", \",\" or end of input";
    private static final String AFTER_PATH =
            "\"-\", \"->>\", \"->\", \"::\", \".\", \")\", \",\" or end of input";
    private static final String AFTER_CAST =
            "letter, digit, \".\", \"::\", \")\", \",\" or end of input";
    private static final String AFTER_AGGREGATE = "\"::\", \")\", \",\" or end of input";
    private static final String AFTER_SPREAD = "letter, digit, \"-\", \"!\" or \"(\"";
    private static final String AFTER_RELATION = "\")\", \",\" or end of input";
    private static final String AGGREGATE = "\"sum\", \"avg\", \"count\", \"max\" or \"min\"";

    private final Cursor cursor;

    private SelectGrammar(Cursor cursor) {
        this.cursor = cursor;
    }

    /// An empty text selects all columns.
    static List<Selected> parse(String text, Budget budget) {
        if (text.isEmpty()) {
            return List.of(Selected.Column.ALL);
        }
        var cursor = new Cursor("select parameter", text, 0, budget);
        try {
            return new SelectGrammar(cursor).items(0);
        } catch (Refusal refusal) {
            throw cursor.diagnosed(refusal, Language.SELECT);
        }
    }

    /// Items up to the end or, below the top, to the parenthesis that closes them.
    private List<Selected> items(int depth) {
        Budget.depth(depth, cursor);
        var items = new ArrayList<Selected>();
        do {
            items.add(item(depth, depth > 0 && items.isEmpty() ? FIRST_CHILD : ITEM));
        } while (cursor.accept(','));
        return List.copyOf(items);
    }

    private Selected item(int depth, String expecting) {
        cursor.skipSpace();
        if (cursor.accept("...")) {
            return spread(depth);
        }
        if (cursor.accept('*')) {
            cursor.budget().term(cursor);
            endItem(depth, AFTER_RELATION);
            return Selected.Column.ALL;
        }
        if (cursor.looksAt("count()")) {
            return count(null, depth);
        }
        int start = cursor.position();
        String name = cursor.name(expecting);
        String alias = null;
        if (atAliasColon()) {
            alias = name;
            start = acceptAliasColon();
            if (cursor.looksAt("count()")) {
                return count(alias, depth);
            }
            name = cursor.name(AFTER_ALIAS);
        }
        if (startsRelation(name, start)) {
            return relation(alias, name, false, depth);
        }
        return column(alias, name, depth);
    }

    private boolean atAliasColon() {
        return cursor.peek() == ':' && cursor.peek(1) != ':';
    }

    private int acceptAliasColon() {
        cursor.accept(':');
        cursor.skipSpace();
        return cursor.position();
    }

    /// Whether the name that began at `start` is a relation's. Bare `count` never is: it is the
    /// beginning of a `count()` gone wrong.
    private boolean startsRelation(String name, int start) {
        boolean count = name.equals("count") && cursor.since(start).startsWith("count");
        return cursor.peek() == '!' || cursor.peek() == '(' && !count;
    }

    /// An alias, which PostgREST does not take here, tells two spreads of one relation apart.
    private Selected spread(int depth) {
        String name = cursor.name(Cursor.FIELD_NAME);
        if (!atAliasColon()) {
            return relation(null, name, true, depth);
        }
        acceptAliasColon();
        return relation(name, cursor.name(Cursor.FIELD_NAME), true, depth);
    }

    /// From the hints on.
    private Selected relation(String alias, String target, boolean spread, int depth) {
        int mark = cursor.position();
        String hint = null;
        Join join = null;
        while (cursor.accept('!')) {
            String word = hintAfter(mark);
            Join joinWord = cursor.wasQuoted() ? null : joinOrNull(word);
            if (joinWord != null) {
                join = join == null ? joinWord : join;
            } else if (hint == null) {
                hint = word;
            } else {
                throw cursor.unexpected(mark, AFTER_FIELD);
            }
        }
        if (!cursor.accept('(')) {
            throw spread ? cursor.unexpected(AFTER_SPREAD)
                    : cursor.unexpected(mark, AFTER_FIELD);
        }
        var children = children(depth + 1);
        endItem(depth, AFTER_RELATION);
        return new Selected.Embed(
                alias, target, hint, join == null ? Join.LEFT : join, spread, children);
    }

    private List<Selected> children(int depth) {
        cursor.skipSpace();
        if (cursor.accept(')')) {
            return List.of();
        }
        var children = items(depth);
        cursor.expect(')', "\",\" or \")\"");
        return children;
    }

    /// A hint that is no name makes the first `!` wrong, as in PostgREST.
    private String hintAfter(int mark) {
        try {
            return cursor.name(Cursor.FIELD_NAME);
        } catch (Refusal _) {
            throw cursor.unexpected(mark, AFTER_FIELD);
        }
    }

    private static Join joinOrNull(String word) {
        return switch (word) {
            case "inner" -> Join.INNER;
            case "left" -> Join.LEFT;
            default -> null;
        };
    }

    private Selected count(String alias, int depth) {
        cursor.budget().term(cursor);
        cursor.accept("count");
        int open = cursor.position();
        cursor.accept("()");
        String cast = castOrNull();
        cursor.skipSpace();
        if (!endsItem(depth)) {
            throw cast == null ? cursor.unexpected(open, AFTER_FIELD)
                    : cursor.unexpected(AFTER_CAST);
        }
        return new Selected.Column(null, alias, null, Aggregate.COUNT, cast);
    }

    private Selected column(String alias, String name, int depth) {
        var field = new Field(name, FieldGrammar.path(cursor));
        String cast = castOrNull();
        Aggregate aggregate = aggregateOrNull();
        String aggregateCast = aggregate == null ? null : castOrNull();
        endItem(depth, aggregateCast != null ? AFTER_CAST
                : aggregate != null ? AFTER_AGGREGATE
                : cast != null ? AFTER_CAST
                : field.path().isEmpty() ? AFTER_FIELD : AFTER_PATH);
        return new Selected.Column(field, alias, cast, aggregate, aggregateCast);
    }

    /// A type's name: letters, digits, `_`, `$` and inner spaces, so that it can do no harm in SQL.
    private String castOrNull() {
        int start = cursor.position();
        if (!cursor.accept(':')) {
            return null;
        }
        if (!cursor.accept(':')) {
            throw cursor.unexpectedWord(start, cursor.position(), "\"::\"");
        }
        cursor.skipSpace();
        int type = cursor.position();
        while (!cursor.atEnd() && Cursor.isNameChar((char) cursor.peek())) {
            cursor.skip();
        }
        String cast = cursor.since(type).stripTrailing();
        if (cast.isEmpty()) {
            throw cursor.unexpected("letter or digit");
        }
        if (cast.length() > Budget.NAME_CHARS_MAX) {
            throw cursor.refuse(type,
                    "a name longer than " + Budget.NAME_CHARS_MAX + " characters");
        }
        return cast;
    }

    private Aggregate aggregateOrNull() {
        if (!cursor.accept('.')) {
            return null;
        }
        int start = cursor.position();
        Aggregate aggregate = switch (cursor.word()) {
            case "sum" -> Aggregate.SUM;
            case "avg" -> Aggregate.AVG;
            case "count" -> Aggregate.COUNT;
            case "max" -> Aggregate.MAX;
            case "min" -> Aggregate.MIN;
            default -> throw cursor.unexpected(start, AGGREGATE);
        };
        if (!cursor.accept("()")) {
            int open = cursor.position();
            throw cursor.unexpectedWord(open, cursor.peek() == '(' ? open + 1 : open, "\"()\"");
        }
        return aggregate;
    }

    private void endItem(int depth, String expecting) {
        cursor.skipSpace();
        if (!endsItem(depth)) {
            throw cursor.unexpected(expecting);
        }
    }

    private boolean endsItem(int depth) {
        int next = cursor.peek();
        return next == ',' || (depth == 0 ? cursor.atEnd() : next == ')');
    }
}
