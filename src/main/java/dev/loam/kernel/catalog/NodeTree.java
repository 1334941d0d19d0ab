package dev.loam.kernel.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Finds, in the rule tree of a view, which column each of the view's columns stands for.
///
/// PostgreSQL keeps a view's query as text: nodes `{NAME :field value …}`, lists `(…)`; a backslash
/// takes the meaning from the character after it. Every target entry says in `resorigtbl` and
/// `resorigcol` the relation and column that it merely passes on, 0 where it computes something;
/// PostgreSQL found this out through joins, sub-selects and common table expressions, but not
/// through views (there the view itself is named) nor set operations. So all that has to be read is
/// the target list of the outermost query; everything else is skipped by counting brackets, which
/// also keeps the scanner at ease with fields that come and go between versions.
///
/// Source: PostgreSQL manual, "pg_rewrite"; comments of `TargetEntry` in PostgreSQL's
/// `primnodes.h`.
final class NodeTree {
    private static final byte[] TARGETS = ascii(":targetList");
    private static final byte[] NUMBER = ascii(":resno");
    private static final byte[] TABLE = ascii(":resorigtbl");
    private static final byte[] COLUMN = ascii(":resorigcol");
    private static final byte[] JUNK = ascii(":resjunk");

    private final byte[] tree;
    private int at;

    private NodeTree(byte[] tree) {
        this.tree = tree;
    }

    /// Column `number` of a view passes on column `column` of relation `table`.
    record Origin(int number, long table, int column) {
    }

    /// The columns that pass on another relation's. A text that is no such tree has none.
    static List<Origin> origins(byte[] tree) {
        return new NodeTree(tree).outermostTargets();
    }

    private List<Origin> outermostTargets() {
        var origins = new ArrayList<Origin>();
        // `({QUERY …})`: the fields of the query are two brackets deep.
        int depth = 0;
        while (at < tree.length) {
            int before = at;
            int change = step();
            depth += change;
            if (depth == 2 && change == 0 && isToken(before, TARGETS)) {
                entries(origins);
                return origins;
            }
        }
        return origins;
    }

    /// Reads `({TARGETENTRY …} {TARGETENTRY …})`.
    private void entries(List<Origin> origins) {
        int depth = 0;
        var entry = new long[4];
        while (at < tree.length) {
            int before = at;
            int change = step();
            depth += change;
            if (change == 0 && depth == 2) {
                field(before, entry);
            } else if (change < 0 && depth == 1) {
                if (entry[1] > 0 && entry[2] > 0 && entry[3] == 0) {
                    origins.add(new Origin((int) entry[0], entry[1], (int) entry[2]));
                }
                entry = new long[4];
            } else if (depth == 0 && before != at && !isSpace(tree[before])) {
                return;
            }
        }
    }

    private void field(int before, long[] entry) {
        if (isToken(before, NUMBER)) {
            entry[0] = number(entry[0]);
        } else if (isToken(before, TABLE)) {
            entry[1] = number(entry[1]);
        } else if (isToken(before, COLUMN)) {
            entry[2] = number(entry[2]);
        } else if (isToken(before, JUNK)) {
            skipSpace();
            entry[3] = at < tree.length && tree[at] == 't' ? 1 : 0;
        }
    }

    /// The number that follows, `otherwise` where none does: a column may be named `:resno`.
    private long number(long otherwise) {
        skipSpace();
        if (at >= tree.length || tree[at] < '0' || tree[at] > '9') {
            return otherwise;
        }
        long number = 0;
        while (at < tree.length && tree[at] >= '0' && tree[at] <= '9') {
            number = number * 10 + (tree[at++] - '0');
        }
        return number;
    }

    private void skipSpace() {
        while (at < tree.length && isSpace(tree[at])) {
            at++;
        }
    }

    /// Passes a bracket or a token or a space; answers how much deeper that leads.
    private int step() {
        byte b = tree[at];
        if (b == '{' || b == '(') {
            at++;
            return 1;
        }
        if (b == '}' || b == ')') {
            at++;
            return -1;
        }
        if (isSpace(b)) {
            at++;
            return 0;
        }
        while (at < tree.length && !isSpace(tree[at]) && !isBracket(tree[at])) {
            at += tree[at] == '\\' ? 2 : 1;
        }
        at = Math.min(at, tree.length);
        return 0;
    }

    private boolean isToken(int from, byte[] token) {
        if (at - from != token.length) {
            return false;
        }
        for (int i = 0; i < token.length; i++) {
            if (tree[from + i] != token[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\t';
    }

    private static boolean isBracket(byte b) {
        return b == '{' || b == '(' || b == '}' || b == ')';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
