package dev.loam.modules.rest.grammar;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Condition;
import dev.loam.kernel.query.Field;
import dev.loam.modules.rest.grammar.diagnosis.Diagnosis.Language;
import java.util.ArrayList;
import java.util.List;

/// Logic trees: `(a.eq.1,not.and(b.gt.2,c->>d.is.null),or(…))`.
final class TreeGrammar {
    private static final String NODE =
            Cursor.FIELD_NAME + ", negation operator (not) or logic operator (and, or)";
    private static final String AFTER_FIELD =
            "letter, digit, \"-\", \"->>\", \"->\" or delimiter (.)";
    private static final String LOGIC_OPERATOR = "logic operator (and, or)";

    private TreeGrammar() {
    }

    /// `operator` is the parameter's: `and`, `or`, `not.and` or `not.or`. Columns in failures count
    /// from its beginning.
    static Condition parse(String operator, String value, Budget budget) {
        var cursor = new Cursor("logic tree", value, operator.length(), budget);
        try {
            return whole(cursor, operator);
        } catch (Refusal refusal) {
            throw cursor.diagnosed(refusal, Language.TREE, operator);
        }
    }

    private static Condition whole(Cursor cursor, String operator) {
        cursor.skipSpace();
        boolean negated = operator.startsWith("not.");
        var tree = group(cursor, negated, operator.endsWith("or"), 1);
        cursor.expectEnd("end of input");
        return tree;
    }

    private static Condition.Group group(
            Cursor cursor, boolean negated, boolean any, int depth) {
        cursor.expect('(', "\"(\"");
        Budget.depth(depth, cursor);
        var members = new ArrayList<Condition>();
        do {
            members.add(node(cursor, depth));
            cursor.skipSpace();
        } while (cursor.accept(','));
        cursor.expect(')', "\",\" or \")\"");
        cursor.skipSpace();
        return new Condition.Group(negated, any, List.copyOf(members));
    }

    private static Condition node(Cursor cursor, int depth) {
        cursor.skipSpace();
        int start = cursor.position();
        boolean negated = cursor.accept("not.");
        boolean any = cursor.looksAt("or");
        if (cursor.accept(any ? "or" : "and")) {
            cursor.skipSpace();
            if (cursor.peek() == '(') {
                return group(cursor, negated, any, depth + 1);
            }
        }
        cursor.backTo(start);
        return filter(cursor);
    }

    private static Condition filter(Cursor cursor) {
        Field field = FieldGrammar.field(cursor, NODE);
        boolean bare = field.path().isEmpty() && !cursor.wasQuoted();
        if (!cursor.accept('.')) {
            boolean logic = field.column().equals("and") || field.column().equals("or");
            throw cursor.unexpected(bare && logic ? "\"(\"" : AFTER_FIELD);
        }
        if (bare && field.column().equals("not")) {
            return FilterGrammar.operation(cursor, field, true, LOGIC_OPERATOR);
        }
        return FilterGrammar.inTree(cursor, field);
    }
}
