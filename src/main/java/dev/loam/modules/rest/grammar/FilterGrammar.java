package dev.loam.modules.rest.grammar;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Condition;
import dev.loam.kernel.query.Condition.Operator;
import dev.loam.kernel.query.Condition.Parser;
import dev.loam.kernel.query.Condition.Quantifier;
import dev.loam.kernel.query.Condition.Test;
import dev.loam.kernel.query.Condition.Truth;
import dev.loam.kernel.query.Field;
import dev.loam.modules.rest.grammar.diagnosis.Diagnosis.Language;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/// Filters: `[relation.]*field=[not.]operator.value`.
final class FilterGrammar {
    private static final String OPERATOR = "operator (eq, gt, ...)";
    private static final String NOT_OR_OPERATOR = "\"not\" or " + OPERATOR;
    private static final String TRUTH =
            "isVal: (null, not_null, true, false, unknown)";
    private static final String TREE_PATH = "tree path";
    private static final String AFTER_PATH = "\"-\", \"->>\", \"->\" or end of input";
    private static final String AFTER_NAME =
            "letter, digit, \"-\", \"->>\", \"->\", delimiter (.) or end of input";

    private FilterGrammar() {
    }

    static Asked.At<Condition> parse(RawParam param, Budget budget) {
        Asked.At<Field> target = target(param.name(), budget);
        var value = new Cursor("filter", param.value(), 0, budget);
        try {
            return new Asked.At<>(target.path(), whole(value, target.what()));
        } catch (Refusal refusal) {
            throw value.diagnosed(refusal, Language.FILTER);
        }
    }

    /// Null for what is no filter.
    static Asked.At<Condition> parseOrNull(RawParam param, Budget budget) {
        try {
            var target = field(new Cursor(TREE_PATH, param.name(), 0, budget));
            var value = new Cursor("filter", param.value(), 0, budget);
            return new Asked.At<>(target.path(), whole(value, target.what()));
        } catch (Refusal _) {
            return null;
        }
    }

    private static Asked.At<Field> target(String text, Budget budget) {
        var name = new Cursor(TREE_PATH, text, 0, budget);
        try {
            return field(name);
        } catch (Refusal refusal) {
            throw name.diagnosed(refusal, Language.TREE_PATH);
        }
    }

    private static Asked.At<Field> field(Cursor name) {
        var path = new ArrayList<String>();
        String last = name.name(Cursor.FIELD_NAME);
        while (name.accept('.')) {
            path.add(last);
            Budget.depth(path.size(), name);
            last = name.name(Cursor.FIELD_NAME);
        }
        var field = new Field(last, FieldGrammar.path(name));
        name.expectEnd(field.path().isEmpty() ? AFTER_NAME : AFTER_PATH);
        return new Asked.At<>(List.copyOf(path), field);
    }

    private static Condition whole(Cursor value, Field field) {
        var condition = operation(value, field, false, NOT_OR_OPERATOR);
        value.expectEnd("end of input");
        return condition;
    }

    /// The way to an embedded relation: what stands before the dot at `end`, which comes before
    /// `order`, `limit` and the like.
    static List<String> relationPath(String name, int end, Budget budget) {
        var cursor = new Cursor(TREE_PATH, name, 0, budget);
        var path = new ArrayList<String>();
        try {
            do {
                path.add(cursor.name(Cursor.FIELD_NAME));
                Budget.depth(path.size(), cursor);
                cursor.expect('.', AFTER_NAME);
            } while (cursor.position() <= end);
        } catch (Refusal refusal) {
            throw cursor.diagnosed(refusal, Language.TREE_PATH);
        }
        return List.copyOf(path);
    }

    /// `[not.]operator.value` on `field`. Inside a logic tree values end at a delimiter, otherwise
    /// they take the whole text. `expecting` is what a text that fits nothing should have been.
    static Condition operation(
            Cursor cursor, Field field, boolean inTree, String expecting) {
        boolean negated = cursor.accept("not.");
        if (!negated && cursor.looksAt("not") && !isLetter(cursor.peek(3))) {
            cursor.accept("not");
            throw cursor.unexpected("delimiter (.)");
        }
        String wanted = negated && expecting.equals(NOT_OR_OPERATOR) ? OPERATOR : expecting;
        return new Condition.Compare(field, negated, test(cursor, inTree, wanted));
    }

    static Condition inTree(Cursor cursor, Field field) {
        return operation(cursor, field, true, NOT_OR_OPERATOR);
    }

    private static Test test(Cursor cursor, boolean inTree, String expecting) {
        int start = cursor.position();
        String word = cursor.word();
        return switch (word) {
            case "in" -> {
                endOperator(cursor);
                var values = ValueGrammar.list(cursor, inTree);
                cursor.skipSpace();
                yield new Test.In(values);
            }
            case "is" -> {
                endOperator(cursor);
                var truth = truth(cursor);
                cursor.skipSpace();
                yield new Test.Is(truth);
            }
            case "isdistinct" -> {
                endOperator(cursor);
                yield new Test.DistinctFrom(value(cursor, inTree));
            }
            case "count" -> count(cursor, inTree);
            case "fts" -> fullText(cursor, Parser.PLAIN_QUERY, inTree);
            case "plfts" -> fullText(cursor, Parser.PLAIN_TEXT, inTree);
            case "phfts" -> fullText(cursor, Parser.PHRASE, inTree);
            case "wfts" -> fullText(cursor, Parser.WEB_SEARCH, inTree);
            default -> {
                var operator = operatorOrNull(word);
                if (operator == null) {
                    cursor.backTo(start);
                    throw cursor.unexpected(expecting);
                }
                yield binary(cursor, operator, inTree);
            }
        };
    }

    /// `count.gte.2` on an embedded relation.
    private static Test count(Cursor cursor, boolean inTree) {
        endOperator(cursor);
        int start = cursor.position();
        var operator = operatorOrNull(cursor.word());
        if (operator == null || !counting(operator)) {
            cursor.backTo(start);
            throw cursor.unexpected("comparison (eq, neq, gt, gte, lt, lte)");
        }
        endOperator(cursor);
        int number = cursor.position();
        String value = value(cursor, inTree).strip();
        if (!value.matches("\\d{1,18}")) {
            cursor.backTo(number);
            throw cursor.unexpected("a whole number");
        }
        return new Test.Count(operator, Long.parseLong(value));
    }

    private static boolean counting(Operator operator) {
        return EnumSet.range(Operator.EQ, Operator.LTE).contains(operator);
    }

    private static Test binary(Cursor cursor, Operator operator, boolean inTree) {
        var quantifier = quantifiable(operator) ? quantifierOrNull(cursor) : null;
        endOperator(cursor);
        String value = value(cursor, inTree);
        boolean pattern = operator == Operator.LIKE || operator == Operator.ILIKE;
        return new Test.Binary(operator, quantifier, pattern ? value.replace('*', '%') : value);
    }

    private static Quantifier quantifierOrNull(Cursor cursor) {
        if (cursor.peek() != '(') {
            return null;
        }
        if (cursor.accept("(any)")) {
            return Quantifier.ANY;
        }
        if (cursor.accept("(all)")) {
            return Quantifier.ALL;
        }
        cursor.accept('(');
        if (cursor.looksAt("any") || cursor.looksAt("all")) {
            cursor.word();
        }
        throw cursor.unexpected(OPERATOR);
    }

    private static Test fullText(Cursor cursor, Parser parser, boolean inTree) {
        String language = null;
        if (cursor.accept('(')) {
            int start = cursor.position();
            while (isConfigurationChar(cursor.peek())) {
                cursor.skip();
            }
            language = cursor.since(start).strip();
            if (language.isEmpty() || !cursor.accept(')')) {
                throw cursor.unexpected(OPERATOR);
            }
        }
        endOperator(cursor);
        return new Test.FullText(parser, language, value(cursor, inTree));
    }

    private static void endOperator(Cursor cursor) {
        cursor.expect('.', OPERATOR);
    }

    private static String value(Cursor cursor, boolean inTree) {
        return inTree ? ValueGrammar.inTree(cursor) : cursor.rest();
    }

    private static Truth truth(Cursor cursor) {
        int start = cursor.position();
        while (isLetter(cursor.peek()) || cursor.peek() == '_') {
            cursor.skip();
        }
        return switch (lowerCase(cursor.since(start))) {
            case "null" -> Truth.NULL;
            case "not_null" -> Truth.NOT_NULL;
            case "true" -> Truth.TRUE;
            case "false" -> Truth.FALSE;
            case "unknown" -> Truth.UNKNOWN;
            default -> throw cursor.unexpected(start, TRUTH);
        };
    }

    private static Operator operatorOrNull(String word) {
        return switch (word) {
            case "eq" -> Operator.EQ;
            case "neq" -> Operator.NEQ;
            case "gt" -> Operator.GT;
            case "gte" -> Operator.GTE;
            case "lt" -> Operator.LT;
            case "lte" -> Operator.LTE;
            case "like" -> Operator.LIKE;
            case "ilike" -> Operator.ILIKE;
            case "match" -> Operator.MATCH;
            case "imatch" -> Operator.IMATCH;
            case "cs" -> Operator.CONTAINS;
            case "cd" -> Operator.CONTAINED;
            case "ov" -> Operator.OVERLAPS;
            case "sl" -> Operator.STRICTLY_LEFT;
            case "sr" -> Operator.STRICTLY_RIGHT;
            case "nxr" -> Operator.NOT_RIGHT_OF;
            case "nxl" -> Operator.NOT_LEFT_OF;
            case "adj" -> Operator.ADJACENT;
            default -> null;
        };
    }

    private static boolean quantifiable(Operator operator) {
        return switch (operator) {
            case EQ, GT, GTE, LT, LTE, LIKE, ILIKE, MATCH, IMATCH -> true;
            case NEQ, CONTAINS, CONTAINED, OVERLAPS, STRICTLY_LEFT, STRICTLY_RIGHT,
                    NOT_RIGHT_OF, NOT_LEFT_OF, ADJACENT -> false;
        };
    }

    /// Names of text search configurations, which may have a schema before them.
    private static boolean isConfigurationChar(int c) {
        return c == '.' || c == '-' || c >= 0 && Cursor.isNameChar((char) c);
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static String lowerCase(String ascii) {
        return ascii.toLowerCase(Locale.ROOT);
    }
}
