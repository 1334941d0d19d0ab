package dev.loam.modules.rest.grammar;

import java.util.ArrayList;
import java.util.List;

/// Values that share their text with other things: elements of an `in` list, and values inside a
/// logic tree.
///
/// A value may stand in double quotes; they count only when the closing one is followed by a comma
/// or a closing parenthesis, otherwise the value is everything up to one of these, quotes included.
final class ValueGrammar {
    private static final String NEXT = "\",\" or \")\"";
    /// PostgreSQL's arrays have at most six dimensions.
    private static final int ARRAY_DEPTH_MAX = 6;

    private ValueGrammar() {
    }

    /// `(a,"b,c",d)`. Where the list is all there is (not `inTree`), quotes that a client put
    /// around a value without escaping those inside it are understood too.
    static List<String> list(Cursor cursor, boolean inTree) {
        cursor.skipSpace();
        cursor.expect('(', "\"(\"");
        cursor.skipSpace();
        if (cursor.accept(')')) {
            return List.of();
        }
        var values = new ArrayList<String>();
        boolean loose = !inTree;
        while (true) {
            int start = cursor.position();
            String value = quotedOrNull(cursor);
            if (value == null && loose && cursor.peek() == '"') {
                value = looselyQuotedOrNull(cursor);
                // What is not closed from here is not closed from further on either: looking once
                // keeps a list of broken quotes from costing the square of its length.
                loose = value != null;
            }
            values.add(value != null ? value : cursor.upToDelimiter());
            if (cursor.accept(')')) {
                return List.copyOf(values);
            }
            cursor.expect(',', NEXT);
            assert cursor.position() > start;
        }
    }

    /// One value inside a logic tree: quoted, an array literal in braces, or bare.
    static String inTree(Cursor cursor) {
        String quoted = quotedOrNull(cursor);
        if (quoted != null) {
            return quoted;
        }
        if (cursor.peek() == '{') {
            int start = cursor.position();
            if (arrayLiteral(cursor) || braces(cursor, start)) {
                String literal = cursor.since(start);
                cursor.skipSpace();
                return literal;
            }
            cursor.backTo(start);
        }
        return cursor.upToDelimiter();
    }

    private static String quotedOrNull(Cursor cursor) {
        if (cursor.peek() != '"') {
            return null;
        }
        int start = cursor.position();
        String value = cursor.quotedOrNull();
        if (value != null && cursor.atDelimiter()) {
            return value;
        }
        cursor.backTo(start);
        return null;
    }

    /// The client library of the dialect quotes exactly the values that hold one of `,()`, and
    /// leaves quotes and backslashes inside them alone. So the value ends at the first quote before
    /// a delimiter that makes it such a value.
    private static String looselyQuotedOrNull(Cursor cursor) {
        int start = cursor.position() + 1;
        int scanned = start;
        boolean reserved = false;
        for (int q = cursor.quoteFrom(start); q >= 0; q = cursor.quoteFrom(q + 1)) {
            for (; !reserved && scanned < q; scanned++) {
                int c = cursor.peek(scanned - cursor.position());
                reserved = c == ',' || c == '(' || c == ')';
            }
            int after = cursor.peek(q + 1 - cursor.position());
            if (reserved && (after == ',' || after == ')')) {
                cursor.backTo(q + 1);
                return cursor.between(start, q);
            }
        }
        return null;
    }

    /// A literal with balanced braces outside quotes, up to a delimiter.
    private static boolean arrayLiteral(Cursor cursor) {
        int depth = 0;
        while (!cursor.atEnd()) {
            int c = cursor.peek();
            if (c == '"') {
                if (cursor.quotedOrNull() == null) {
                    return false;
                }
                continue;
            }
            cursor.backTo(cursor.position() + 1);
            if (c == '{' && ++depth > ARRAY_DEPTH_MAX) {
                return false;
            }
            if (c == '}' && --depth == 0) {
                return endsValue(cursor);
            }
        }
        return false;
    }

    private static boolean endsValue(Cursor cursor) {
        int end = cursor.position();
        cursor.skipSpace();
        boolean ends = cursor.atDelimiter();
        cursor.backTo(end);
        return ends;
    }

    /// Anything in one pair of braces.
    private static boolean braces(Cursor cursor, int start) {
        cursor.backTo(start + 1);
        while (!cursor.atEnd() && cursor.peek() != '{') {
            if (cursor.accept('}')) {
                return true;
            }
            cursor.backTo(cursor.position() + 1);
        }
        return false;
    }
}
