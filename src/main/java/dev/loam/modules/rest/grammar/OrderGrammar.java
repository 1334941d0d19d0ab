package dev.loam.modules.rest.grammar;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.query.Field;
import dev.loam.kernel.query.Order;
import dev.loam.modules.rest.grammar.diagnosis.Diagnosis.Language;
import java.util.ArrayList;
import java.util.List;

/// Orderings: `a.desc.nullslast,b->>c,relation(d).asc`.
final class OrderGrammar {
    private static final String AFTER_PATH =
            "\"-\", \"->>\", \"->\", delimiter (.), \",\" or end of input";
    private static final String AFTER_FIELD = "letter, digit, " + AFTER_PATH;
    private static final String AFTER_TERM = "\",\" or end of input";
    private static final String DIRECTION = "\"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"";
    private static final String NULLS = "\"nullsfirst\" or \"nullslast\"";

    private OrderGrammar() {
    }

    static List<Order> parse(String text, Budget budget) {
        var cursor = new Cursor("order", text, 0, budget);
        try {
            return terms(cursor);
        } catch (Refusal refusal) {
            throw cursor.diagnosed(refusal, Language.ORDER);
        }
    }

    private static List<Order> terms(Cursor cursor) {
        var terms = new ArrayList<Order>();
        do {
            terms.add(term(cursor));
        } while (cursor.accept(','));
        return List.copyOf(terms);
    }

    private static Order term(Cursor cursor) {
        String name = cursor.name(Cursor.FIELD_NAME);
        String relation = null;
        Field field;
        if (cursor.peek() == '(') {
            relation = name;
            field = relatedField(cursor);
        } else {
            field = new Field(name, FieldGrammar.path(cursor));
        }
        if (!cursor.accept('.')) {
            endTerm(cursor, relation != null ? AFTER_TERM
                    : field.path().isEmpty() ? AFTER_FIELD : AFTER_PATH);
            return new Order(relation, field, null, null);
        }
        Boolean descending = direction(cursor);
        Boolean nullsFirst = null;
        if (descending == null) {
            nullsFirst = nulls(cursor, DIRECTION);
        } else if (cursor.accept('.')) {
            nullsFirst = nulls(cursor, NULLS);
        }
        endTerm(cursor, AFTER_TERM);
        return new Order(relation, field, descending, nullsFirst);
    }

    /// What is in the parentheses is one field; if it is not, the parenthesis itself is wrong.
    private static Field relatedField(Cursor cursor) {
        int open = cursor.position();
        cursor.accept('(');
        cursor.skipSpace();
        boolean named = cursor.peek() == '"'
                || !cursor.atEnd() && Cursor.isNameChar((char) cursor.peek());
        if (named) {
            Field field = FieldGrammar.field(cursor, Cursor.FIELD_NAME);
            if (cursor.accept(')')) {
                cursor.skipSpace();
                if (cursor.atEnd() || cursor.peek() == ',' || cursor.peek() == '.') {
                    return field;
                }
            }
        }
        throw cursor.unexpected(open, AFTER_FIELD);
    }

    private static Boolean direction(Cursor cursor) {
        if (cursor.accept("asc")) {
            return false;
        }
        return cursor.accept("desc") ? true : null;
    }

    private static Boolean nulls(Cursor cursor, String expecting) {
        if (cursor.accept("nullsfirst")) {
            return true;
        }
        if (cursor.accept("nullslast")) {
            return false;
        }
        throw cursor.unexpected(expecting);
    }

    private static void endTerm(Cursor cursor, String expecting) {
        cursor.skipSpace();
        if (!cursor.atEnd() && cursor.peek() != ',') {
            throw cursor.unexpected(expecting);
        }
    }
}
