package dev.loam.kernel.query;

import dev.loam.kernel.query.Plan.KeyTerm;
import dev.loam.kernel.query.Plan.Keyset;
import java.util.List;

/// Writes a page of a walk along a key: the rows behind a given one in a total order.
///
/// Where all terms go one way and none can be null, that is one comparison of rows, which an index
/// serves. Otherwise it is spelled out, term by term from the inside: a row follows if its term is
/// beyond the value, or equal while the terms behind it follow. `term >= value` goes before, so
/// that an index on the first term still finds the place to begin. Null is tested by
/// `DISTINCT FROM`, since a row of nulls `IS NULL` and is none in an order.
final class KeysetWriter {
    /// The part of the statement that holds the page's rows, with their keys and one row more.
    private static final String PAGE = "pgrst_page";
    private static final String SHOWN = "pgrst_";
    private static final String KEY = "pgrst_key_";

    private KeysetWriter() {
    }

    /// The part itself. Its columns are numbered, since two shown ones can have one name.
    static void page(SqlText out, Plan.Read plan) {
        String separator = "(";
        out.name(PAGE);
        for (int i = 0; i < plan.root().outputs().size(); i++) {
            out.sql(separator).name(SHOWN + i);
            separator = ", ";
        }
        for (int i = 0; i < plan.keyset().terms().size(); i++) {
            out.sql(separator).name(KEY + i);
            separator = ", ";
        }
        out.sql(") AS MATERIALIZED (");
        NodeWriter.page(out, plan.root(), plan.keyset());
        out.sql(")");
    }

    /// The rows that the page shows.
    static void shown(SqlText out, Plan.Read plan) {
        List<Plan.Output> outputs = plan.root().outputs();
        out.sql("SELECT ");
        for (int i = 0; i < outputs.size(); i++) {
            out.sql(i == 0 ? "" : ", ").name(SHOWN + i).sql(" AS ").name(outputs.get(i).name());
        }
        out.sql(" FROM ").name(PAGE);
        NodeWriter.slice(out, plan.root().slice());
    }

    /// [Result#LAST] of the page.
    static void last(SqlText out, Plan.Read plan) {
        Long limit = plan.root().slice().limit();
        if (limit == null || limit == 0) {
            out.sql("NULL");
            return;
        }
        String separator = "(SELECT pg_catalog.json_agg(pg_catalog.array_to_json(ARRAY[";
        for (int i = 0; i < plan.keyset().terms().size(); i++) {
            out.sql(separator).name(KEY + i).sql("::text");
            separator = ", ";
        }
        out.sql("]))::text FROM (SELECT * FROM ").name(PAGE).sql(" OFFSET ").number(limit - 1)
                .sql(" LIMIT 2) AS ").name(PAGE).sql(")");
    }

    /// The condition that a row follows the values.
    static void after(SqlText out, Keyset keyset) {
        if (oneWay(keyset)) {
            rowwise(out, keyset);
        } else {
            beyond(out, keyset, 0);
        }
    }

    private static boolean oneWay(Keyset keyset) {
        boolean descending = keyset.terms().getFirst().descending();
        return keyset.terms().stream().noneMatch(KeyTerm::nullable)
                && keyset.terms().stream().allMatch(term -> term.descending() == descending)
                && keyset.after().stream().noneMatch(value -> value == null);
    }

    private static void rowwise(SqlText out, Keyset keyset) {
        String separator = "(";
        for (KeyTerm term : keyset.terms()) {
            out.sql(separator);
            ConditionWriter.operand(out, term.ordering().operand());
            separator = ", ";
        }
        separator = keyset.terms().getFirst().descending() ? ") < (" : ") > (";
        for (int i = 0; i < keyset.terms().size(); i++) {
            out.sql(separator);
            value(out, keyset, i);
            separator = ", ";
        }
        out.sql(")");
    }

    private static void beyond(SqlText out, Keyset keyset, int i) {
        KeyTerm term = keyset.terms().get(i);
        boolean last = i + 1 == keyset.terms().size();
        out.sql("(");
        if (keyset.after().get(i) == null) {
            isNull(out, term, " IS NOT DISTINCT FROM NULL AND ");
            rest(out, keyset, i);
            if (term.nullsFirst()) {
                isNull(out.sql(" OR "), term, " IS DISTINCT FROM NULL");
            }
        } else {
            if (!last) {
                compared(out.sql("("), keyset, i, term.descending() ? " <= " : " >= ");
                out.sql(" AND (");
            }
            compared(out, keyset, i, term.descending() ? " < " : " > ");
            if (!last) {
                rest(out.sql(" OR "), keyset, i);
                out.sql("))");
            }
            if (term.nullable() && !term.nullsFirst()) {
                isNull(out.sql(" OR "), term, " IS NOT DISTINCT FROM NULL");
            }
        }
        out.sql(")");
    }

    /// That the terms behind one follow, where it is equal.
    private static void rest(SqlText out, Keyset keyset, int i) {
        if (i + 1 == keyset.terms().size()) {
            out.sql("FALSE");
        } else {
            beyond(out, keyset, i + 1);
        }
    }

    private static void isNull(SqlText out, KeyTerm term, String test) {
        ConditionWriter.operand(out, term.ordering().operand());
        out.sql(test);
    }

    private static void compared(SqlText out, Keyset keyset, int i, String operator) {
        ConditionWriter.operand(out, keyset.terms().get(i).ordering().operand());
        value(out.sql(operator), keyset, i);
    }

    private static void value(SqlText out, Keyset keyset, int i) {
        String type = keyset.terms().get(i).type();
        out.bind(keyset.after().get(i)).sql(type == null ? "" : "::" + type);
    }
}
