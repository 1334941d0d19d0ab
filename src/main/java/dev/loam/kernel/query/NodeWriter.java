package dev.loam.kernel.query;

import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.query.Plan.Child;
import dev.loam.kernel.query.Plan.Node;
import dev.loam.kernel.query.Plan.Operand;
import dev.loam.kernel.query.Plan.Ordering;
import dev.loam.kernel.query.Plan.Output;
import dev.loam.kernel.query.Plan.Source;
import java.util.List;
import java.util.Locale;

/// Writes a node as a SELECT. Related rows come by lateral joins: one row for a to-one
/// relationship, one JSON array for a to-many one, so that the rows of the parent are never
/// multiplied.
final class NodeWriter {
    /// A column of a spread to-many join that is null just when there are no rows.
    static final String ANY_ROW = "pgrst_any";
    private static final String SHOWN = "pgrst_shown";

    private NodeWriter() {
    }

    static void select(SqlText out, Node node) {
        select(out, node, null, null, true);
    }

    /// The node's rows behind the place that a page follows, with the values of the total order
    /// behind their own columns, and one row more than are shown.
    static void page(SqlText out, Node node, Plan.Keyset keyset) {
        out.sql("SELECT ");
        outputs(out, node, null);
        String separator = node.outputs().isEmpty() ? "" : ", ";
        for (Plan.KeyTerm term : keyset.terms()) {
            out.sql(separator);
            ConditionWriter.operand(out, term.ordering().operand());
            separator = ", ";
        }
        from(out, node, null, null);
        for (Child child : node.children()) {
            join(out, child, node);
        }
        where(out, node, null, null, true);
        if (keyset.after() != null) {
            out.sql(node.where().isEmpty() ? " WHERE " : " AND ");
            KeysetWriter.after(out, keyset);
        }
        orderBy(out, node.orders());
        Long limit = node.slice().limit();
        slice(out, new Asked.Slice(0, limit == null ? null : Long.valueOf(limit + 1)));
    }

    /// The node's rows before the cut, in no order, as a FROM item that can be counted.
    static void countable(SqlText out, Node node) {
        if (node.grouped()) {
            select(out, node, null, null, false);
            return;
        }
        out.sql("SELECT 1");
        from(out, node, null, null);
        where(out, node, null, null, false);
    }

    private static void select(
            SqlText out, Node node, Child link, String parent, boolean cut) {
        out.sql("SELECT ");
        outputs(out, node, link);
        from(out, node, link, parent);
        for (Child child : node.children()) {
            join(out, child, node);
        }
        where(out, node, link, parent, true);
        if (node.grouped()) {
            groupBy(out, node);
        }
        if (cut) {
            orderBy(out, node.orders());
            slice(out, node.slice());
        }
    }

    // Outputs.

    private static void outputs(SqlText out, Node node, Child link) {
        boolean apart = link != null && !link.spread() && apart(node);
        out.sql(apart ? "(SELECT pg_catalog.row_to_json(" : "");
        if (apart) {
            out.row(SHOWN).sql(") FROM (SELECT ");
        }
        String separator = "";
        for (Output output : node.outputs()) {
            out.sql(separator);
            output(out, output, node);
            separator = ", ";
        }
        if (apart) {
            out.sql(") AS ").name(SHOWN).sql(") AS ").name(SHOWN);
        }
        for (int i = 0; i < node.hidden().size(); i++) {
            out.sql(separator);
            ConditionWriter.operand(out, node.hidden().get(i));
            out.sql(" AS ").name(NodePlanner.hiddenName(i));
            separator = ", ";
        }
        if (link != null && separator.isEmpty()) {
            // Without any column a joined row could not be told from a missing one.
            out.sql("1 AS ").name(ANY_ROW);
        }
    }

    /// Whether a row shows its members as one JSON value beside the columns that only its parent's
    /// ordering needs.
    private static boolean apart(Node node) {
        return !node.hidden().isEmpty() && !node.outputs().isEmpty() && !node.grouped();
    }

    private static void output(SqlText out, Output output, Node node) {
        switch (output) {
            case Output.Star _ -> out.name(node.alias()).sql(".*");
            case Output.Value value -> {
                expression(out, output, node);
                if (value.named()) {
                    out.sql(" AS ").name(value.name());
                }
            }
            case Output.Aggregated _, Output.One _, Output.Embedded _, Output.Spread _,
                    Output.SpreadAggregated _ -> {
                expression(out, output, node);
                out.sql(" AS ").name(output.name());
            }
        }
    }

    /// The output without its name. It holds no bind, so that GROUP BY can repeat it.
    private static void expression(SqlText out, Output output, Node node) {
        switch (output) {
            case Output.Star _ -> throw new IllegalStateException("a star is no expression");
            case Output.Value value -> {
                out.sql(value.through() == null ? "" : value.through() + "(");
                cast(out, value.cast(), () -> ConditionWriter.operand(out, value.operand()));
                out.sql(value.through() == null ? "" : ")");
            }
            case Output.Aggregated sum -> cast(out, sum.resultCast(), () -> {
                out.sql(sum.aggregate().name().toLowerCase(Locale.ROOT)).sql("(");
                if (sum.operand() == null) {
                    out.sql("*");
                } else {
                    cast(out, sum.cast(), () -> ConditionWriter.operand(out, sum.operand()));
                }
                out.sql(")");
            });
            case Output.One _ -> out.sql("1");
            case Output.Embedded embedded -> embedded(out, embedded.child(), node.grouped());
            case Output.Spread spread -> {
                boolean array = !spread.child().toOne();
                out.sql(array ? "coalesce(" : "")
                        .column(spread.child().join(), spread.column())
                        .sql(node.grouped() && isJson(spread) ? "::jsonb" : "")
                        .sql(array ? ", '[]')" : "");
            }
            case Output.SpreadAggregated sum -> cast(out, sum.resultCast(), () ->
                    out.sql(sum.aggregate().name().toLowerCase(Locale.ROOT)).sql("(")
                            .column(sum.child().join(), sum.column()).sql(")"));
        }
    }

    private static boolean isJson(Output.Spread spread) {
        return !spread.child().toOne() || spread.child().node().outputs().stream()
                .anyMatch(output -> output.name().equals(spread.column())
                        && (output instanceof Output.Embedded
                                || output instanceof Output.Spread deeper && isJson(deeper)));
    }

    private static void embedded(SqlText out, Child child, boolean grouped) {
        // Only jsonb can be a grouping key.
        if (!child.toOne()) {
            out.sql("coalesce(").column(child.join(), child.join())
                    .sql(", '[]')");
        } else if (apart(child.node())) {
            out.column(child.join(), SHOWN).sql(grouped ? "::jsonb" : "");
        } else if (!child.node().hidden().isEmpty()) {
            out.sql("(pg_catalog.to_jsonb(").row(child.join()).sql(")");
            for (int i = 0; i < child.node().hidden().size(); i++) {
                out.sql(" - ").constant(NodePlanner.hiddenName(i));
            }
            out.sql(")");
        } else {
            out.sql(grouped ? "pg_catalog.to_jsonb(" : "pg_catalog.row_to_json(")
                    .row(child.join()).sql(")");
        }
    }

    private static void cast(SqlText out, String type, Runnable inner) {
        out.sql(type == null ? "" : "CAST(");
        inner.run();
        if (type != null) {
            out.sql(" AS ").type(type).sql(")");
        }
    }

    // FROM and joins.

    static String junction(Child child) {
        return child.relationship() instanceof Relationship.ManyToMany many
                ? Aliases.kept(many.junction().name() + "_" + child.node().alias() + "_junction",
                        "_junction")
                : null;
    }

    static void from(SqlText out, Node node, Child link, String parent) {
        out.sql(" FROM ");
        Relationship relationship = link == null ? null : link.relationship();
        if (relationship instanceof Relationship.Computed computed) {
            out.function(computed.function()).sql("(");
            row(out, parent);
            out.sql(") AS ").name(node.alias());
            out.reads(computed.to());
            return;
        }
        switch (node.source()) {
            case Source.Relation relation -> {
                out.relation(relation.name()).sql(" AS ").name(node.alias());
                out.reads(relation.name());
            }
            case Source.Part part -> {
                out.name(part.name());
                if (!part.name().equals(node.alias())) {
                    out.sql(" AS ").name(node.alias());
                }
            }
            case Source.Called called -> CallWriter.from(out, called, node.alias());
        }
        if (relationship instanceof Relationship.ManyToMany many) {
            String junction = junction(link);
            out.sql(" INNER JOIN ").relation(many.junction()).sql(" AS ").name(junction)
                    .sql(" ON ");
            ConditionWriter.equal(out, many.far(), junction, node.alias());
            out.reads(many.junction());
        }
    }

    /// The parent's row, of its table's own type, for a function that takes one.
    private static void row(SqlText out, String parent) {
        if (parent.equals(WritePlanner.WRITTEN)) {
            // Written rows have only the columns that are needed, and beside them the whole row.
            out.column(parent, WriteWriter.ROW);
        } else {
            out.row(parent);
        }
    }

    private static void join(SqlText out, Child child, Node parent) {
        out.sql(child.inner() ? " INNER JOIN LATERAL (" : " LEFT JOIN LATERAL (");
        if (child.toOne()) {
            select(out, child.node(), child, parent.alias(), true);
        } else {
            many(out, child, parent);
        }
        out.sql(") AS ").name(child.join()).sql(" ON ");
        if (child.inner() && !child.toOne()) {
            out.column(child.join(), child.spread() ? ANY_ROW : child.join())
                    .sql(" IS NOT NULL");
        } else {
            out.sql("TRUE");
        }
    }

    private static void many(SqlText out, Child child, Node parent) {
        out.sql("SELECT ");
        if (child.spread()) {
            for (String name : child.node().names()) {
                out.sql("pg_catalog.json_agg(").column(child.join(), name)
                        .sql(") AS ").name(name).sql(", ");
            }
            out.sql("nullif(pg_catalog.count(*), 0) AS ").name(ANY_ROW);
        } else {
            out.sql("pg_catalog.json_agg(").row(child.join()).sql(")")
                    .sql(parent.grouped() ? "::jsonb AS " : " AS ").name(child.join());
        }
        out.sql(" FROM (");
        select(out, child.node(), child, parent.alias(), true);
        out.sql(") AS ").name(child.join());
    }

    // WHERE, GROUP BY, ORDER BY, LIMIT.

    static void where(SqlText out, Node node, Child link, String parent, boolean joined) {
        boolean linked = false;
        if (link != null && !(link.relationship() instanceof Relationship.Computed)) {
            out.sql(" WHERE ");
            linked = ConditionWriter.link(out, link, parent);
        }
        if (!node.where().isEmpty()) {
            out.sql(linked ? " AND " : " WHERE ");
            linked = true;
            ConditionWriter.all(out, node.where(), joined, node.alias());
        }
        if (joined) {
            return;
        }
        for (Child child : node.children()) {
            if (child.inner()) {
                out.sql(linked ? " AND " : " WHERE ");
                linked = true;
                ConditionWriter.exists(out, child, node.alias());
            }
        }
    }

    private static void groupBy(SqlText out, Node node) {
        String separator = " GROUP BY ";
        for (Output output : node.outputs()) {
            if (output instanceof Output.Aggregated || output instanceof Output.SpreadAggregated) {
                continue;
            }
            out.sql(separator);
            if (output instanceof Output.Value value && groupedAsStored(value)) {
                ConditionWriter.operand(out, value.operand());
            } else {
                expression(out, output, node);
            }
            separator = ", ";
        }
        for (Operand operand : node.hidden()) {
            out.sql(separator);
            ConditionWriter.operand(out, operand);
            separator = ", ";
        }
    }

    /// Whether rows are grouped by what a column holds, not by what it is shown as: what shows a
    /// domain is json, which has no equality, and PostgREST groups by a cast only if it is named.
    private static boolean groupedAsStored(Output.Value value) {
        return value.through() != null || value.cast() != null
                && value.operand().field().equals(Field.of(value.name()));
    }

    private static void orderBy(SqlText out, List<Ordering> orders) {
        String separator = " ORDER BY ";
        for (Ordering order : orders) {
            out.sql(separator);
            ConditionWriter.operand(out, order.operand());
            if (order.descending() != null) {
                out.sql(order.descending() ? " DESC" : " ASC");
            }
            if (order.nullsFirst() != null) {
                out.sql(order.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
            }
            separator = ", ";
        }
    }

    static void slice(SqlText out, Asked.Slice slice) {
        if (slice.limit() != null) {
            out.sql(" LIMIT ").number(slice.limit());
        }
        if (slice.offset() != 0) {
            out.sql(" OFFSET ").bind(Long.toString(slice.offset())).sql("::bigint");
        }
    }
}
