package dev.loam.modules.rest.grammar;

import dev.loam.kernel.query.Field;
import java.util.ArrayList;
import java.util.List;

/// Fields: `name`, or `name->key->0->>"last key"`.
final class FieldGrammar {
    private static final String KEY =
            "\"-\", digit or any non reserved character different from: .,>()";

    private FieldGrammar() {
    }

    static Field field(Cursor cursor, String expecting) {
        String column = cursor.name(expecting);
        return new Field(column, path(cursor));
    }

    /// The arrows after a column, maybe none.
    static List<Field.Step> path(Cursor cursor) {
        if (!cursor.looksAt("->")) {
            return List.of();
        }
        var steps = new ArrayList<Field.Step>();
        while (cursor.accept("->")) {
            if (steps.size() == Budget.PATH_STEPS_MAX) {
                throw cursor.refuse(cursor.position(),
                        "more than " + Budget.PATH_STEPS_MAX + " arrows in one field");
            }
            steps.add(step(cursor, cursor.accept('>')));
        }
        return List.copyOf(steps);
    }

    private static Field.Step step(Cursor cursor, boolean asText) {
        cursor.skipSpace();
        if (cursor.peek() == '"') {
            String key = cursor.quoted();
            cursor.skipSpace();
            return new Field.Step(asText, key, false);
        }
        String index = indexOrNull(cursor);
        return index != null
                ? new Field.Step(asText, index, true)
                : new Field.Step(asText, bareKey(cursor), false);
    }

    /// A whole number that fills the step, or null without moving. A dash that begins a step can
    /// only begin a number.
    private static String indexOrNull(Cursor cursor) {
        int start = cursor.position();
        boolean negative = cursor.accept('-');
        int digits = cursor.position();
        while (isDigit(cursor.peek())) {
            cursor.skip();
        }
        String index = cursor.since(start);
        boolean some = cursor.position() > digits;
        if (negative && !some) {
            throw cursor.unexpected("digit");
        }
        cursor.skipSpace();
        if (some && endsStep(cursor)) {
            if (!isInteger(index)) {
                throw cursor.refuse(start, "the index is out of range for integer");
            }
            return index;
        }
        if (negative) {
            throw cursor.unexpected("digit, \"->\", \"::\", \".\", \",\" or end of input");
        }
        cursor.backTo(start);
        return null;
    }

    /// Whether PostgreSQL can take the number as an index.
    private static boolean isInteger(String number) {
        try {
            Integer.parseInt(number);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static boolean endsStep(Cursor cursor) {
        return cursor.atEnd() || cursor.looksAt("->") || !isKeyChar(cursor.peek());
    }

    private static String bareKey(Cursor cursor) {
        int start = cursor.position();
        while (!cursor.atEnd() && isKeyChar(cursor.peek()) && !cursor.looksAt("->")) {
            cursor.skip();
        }
        if (cursor.position() == start) {
            throw cursor.unexpected(KEY);
        }
        return cursor.since(start).stripTrailing();
    }

    private static boolean isKeyChar(int c) {
        return c != '.' && c != ',' && c != '>' && c != '(' && c != ')' && c != ':';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
