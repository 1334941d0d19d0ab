package dev.loam.kernel.query;

import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Relationship.Pair;
import dev.loam.kernel.query.Condition.Parser;
import dev.loam.kernel.query.Condition.Test;
import dev.loam.kernel.query.Plan.Child;
import dev.loam.kernel.query.Plan.Operand;
import dev.loam.kernel.query.Plan.Where;
import java.util.List;

/// Writes operands, conditions and the links between related rows.
final class ConditionWriter {
    private ConditionWriter() {
    }

    static void operand(SqlText out, Operand operand) {
        List<Field.Step> path = operand.field().path();
        if (path.isEmpty()) {
            out.column(operand.qualifier(), operand.field().column());
            return;
        }
        out.sql(operand.jsonFirst() ? "(pg_catalog.to_jsonb(" : "(")
                .column(operand.qualifier(), operand.field().column())
                .sql(operand.jsonFirst() ? ")" : "");
        for (Field.Step step : path) {
            out.sql(step.asText() ? " ->> " : " -> ");
            if (step.index()) {
                // A key is a whole number here, which the grammar has seen to.
                out.number(Long.parseLong(step.key()));
            } else {
                out.constant(step.key());
            }
        }
        out.sql(")");
    }

    /// All of the conditions, joined by AND. `joined` when the related rows are laterally joined
    /// beside; otherwise they are looked for by EXISTS.
    static void all(SqlText out, List<Where> conditions, boolean joined, String parent) {
        for (int i = 0; i < conditions.size(); i++) {
            out.sql(i == 0 ? "" : " AND ");
            condition(out, conditions.get(i), joined, parent);
        }
    }

    private static void condition(SqlText out, Where where, boolean joined, String parent) {
        switch (where) {
            case Where.Test test -> test(out, test);
            case Where.Group group -> {
                out.sql(group.negated() ? "NOT (" : "(");
                for (int i = 0; i < group.members().size(); i++) {
                    out.sql(i == 0 ? "" : group.any() ? " OR " : " AND ");
                    condition(out, group.members().get(i), joined, parent);
                }
                out.sql(")");
            }
            case Where.Present present -> present(out, present, joined, parent);
            case Where.Counted counted -> counted(out, counted, parent);
        }
    }

    private static void present(SqlText out, Where.Present present, boolean joined, String parent) {
        Child child = present.child();
        if (!joined) {
            out.sql(present.present() ? "" : "NOT ");
            exists(out, child, parent);
            return;
        }
        if (child.spread() && !child.toOne()) {
            out.column(child.join(), NodeWriter.ANY_ROW);
        } else if (child.toOne()) {
            out.row(child.join());
        } else {
            // The aggregate has the name of its join.
            out.column(child.join(), child.join());
        }
        out.sql(present.present() ? " IS DISTINCT FROM NULL" : " IS NOT DISTINCT FROM NULL");
    }

    private static void counted(SqlText out, Where.Counted counted, String parent) {
        Child child = counted.child();
        out.sql(counted.negated() ? "NOT " : "").sql("(SELECT count(*)");
        NodeWriter.from(out, child.node(), child, parent);
        NodeWriter.where(out, child.node(), child, parent, false);
        out.sql(") ").sql(counted.operator().sql()).sql(" ").number(counted.number());
    }

    /// That a child has rows after its cut, without making them.
    static void exists(SqlText out, Child child, String parent) {
        out.sql("EXISTS (SELECT 1");
        NodeWriter.from(out, child.node(), child, parent);
        NodeWriter.where(out, child.node(), child, parent, false);
        NodeWriter.slice(out, child.node().slice());
        out.sql(")");
    }

    /// What links a child's rows to those of its parent; true if it wrote anything.
    static boolean link(SqlText out, Child child, String parent) {
        String alias = child.node().alias();
        switch (child.relationship()) {
            case Relationship.ManyToOne r -> equal(out, r.pairs(), parent, alias);
            case Relationship.OneToMany r -> equal(out, r.pairs(), parent, alias);
            case Relationship.OneToOne r -> equal(out, r.pairs(), parent, alias);
            case Relationship.ManyToMany r ->
                    equal(out, r.near(), parent, NodeWriter.junction(child));
            case Relationship.Computed _ -> {
                return false;
            }
        }
        return true;
    }

    static void equal(SqlText out, List<Pair> pairs, String own, String other) {
        for (int i = 0; i < pairs.size(); i++) {
            out.sql(i == 0 ? "" : " AND ").column(own, pairs.get(i).own()).sql(" = ")
                    .column(other, pairs.get(i).other());
        }
    }

    private static void test(SqlText out, Where.Test where) {
        out.sql(where.negated() ? "NOT " : "");
        Operand operand = where.operand();
        if (where.test() instanceof Test.FullText search) {
            fullText(out, operand, search);
            return;
        }
        operand(out, operand);
        switch (where.test()) {
            case Test.Binary binary -> {
                out.sql(" ").sql(binary.operator().sql()).sql(" ");
                if (binary.quantifier() == null) {
                    value(out, binary.value(), where.through());
                } else {
                    out.sql(binary.quantifier() == Condition.Quantifier.ANY ? "ANY(" : "ALL(")
                            .bind(binary.value()).sql(")");
                }
            }
            case Test.In in -> in(out, in.values(), where.through());
            case Test.Is is -> out.sql(switch (is.truth()) {
                case NULL -> " IS NULL";
                case NOT_NULL -> " IS NOT NULL";
                case TRUE -> " IS TRUE";
                case FALSE -> " IS FALSE";
                case UNKNOWN -> " IS UNKNOWN";
            });
            case Test.DistinctFrom distinct -> {
                out.sql(" IS DISTINCT FROM ");
                value(out, distinct.value(), where.through());
            }
            case Test.FullText _, Test.Count _ -> throw new IllegalStateException("written above");
        }
    }

    private static void value(SqlText out, String value, String through) {
        if (through == null) {
            out.bind(value);
        } else {
            out.sql(through).sql("(").bind(value).sql("::text)");
        }
    }

    private static void in(SqlText out, List<String> values, String through) {
        if (through == null || values.isEmpty()) {
            out.sql(" = ANY(").bind(ArrayLiteral.of(values)).sql(")");
            return;
        }
        String separator = " = ANY(ARRAY[";
        for (String value : values) {
            out.sql(separator);
            value(out, value, through);
            separator = ", ";
        }
        out.sql("])");
    }

    private static void fullText(SqlText out, Operand operand, Test.FullText search) {
        if (operand.text()) {
            out.sql("to_tsvector(");
            language(out, search.language());
        }
        operand(out, operand);
        out.sql(operand.text() ? ") @@ " : " @@ ").sql(function(search.parser())).sql("(");
        language(out, search.language());
        out.bind(search.value()).sql(")");
    }

    private static void language(SqlText out, String language) {
        if (language != null) {
            out.constant(language).sql(", ");
        }
    }

    private static String function(Parser parser) {
        return switch (parser) {
            case PLAIN_QUERY -> "to_tsquery";
            case PLAIN_TEXT -> "plainto_tsquery";
            case PHRASE -> "phraseto_tsquery";
            case WEB_SEARCH -> "websearch_to_tsquery";
        };
    }
}
