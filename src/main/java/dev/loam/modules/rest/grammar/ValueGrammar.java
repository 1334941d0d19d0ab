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
        while (true) {
            String value = quotedOrNull(cursor);
            if (value == null && !inTree && cursor.peek() == '"') {
                value = looselyQuotedOrNull(cursor);
            }
            values.add(value != null ? value : cursor.upToDelimiter());
            if (cursor.accept(')')) {
                return List.copyOf(values);
            }
            cursor.expect(',', NEXT);
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
    /// a delimiter that makes it such a value. What could as well be two values, because a comma
    /// and a quote meet or spaces part a closing quote from its comma, is read as PostgREST does.
    private static String looselyQuotedOrNull(Cursor cursor) {
        int open = cursor.position();
        if (cursor.quotedOrNull() != null) {
            cursor.skipSpace();
            boolean closed = cursor.atDelimiter();
            cursor.backTo(open);
            if (closed) {
                return null;
            }
        }
        boolean reserved = false;
        int before = '"';
        for (int ahead = 1; cursor.peek(ahead) >= 0; ahead++) {
            int c = cursor.peek(ahead);
            int after = cursor.peek(ahead + 1);
            if (c == '"' && before == ',') {
                return null;
            }
            if (c == '"' && reserved && (after == ',' || after == ')')) {
                cursor.backTo(open + ahead);
                String value = cursor.since(open + 1);
                cursor.skip();
                return value;
            }
            reserved |= c == ',' || c == '(' || c == ')';
            before = c;
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
            cursor.skip();
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
            cursor.skip();
        }
        return false;
    }
}
