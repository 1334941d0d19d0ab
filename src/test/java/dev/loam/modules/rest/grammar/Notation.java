package dev.loam.modules.rest.grammar;

import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Condition;
import dev.loam.kernel.query.Condition.Test;
import dev.loam.kernel.query.Field;
import dev.loam.kernel.query.Order;
import dev.loam.kernel.query.Selected;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A short notation of parsed queries, for tables of cases. Names stand in `‹›`, keys, values and
/// languages in `'…'`, so that spaces and quotes show.
final class Notation {
    private Notation() {
    }

    static String select(List<Selected> items) {
        return items.stream().map(Notation::select).collect(Collectors.joining(", "));
    }

    private static String select(Selected item) {
        return switch (item) {
            case Selected.Column c when c.isAll() && c.equals(Selected.Column.ALL) -> "*";
            case Selected.Column c -> alias(c.alias())
                    + (c.field() == null ? "" : field(c.field()))
                    + (c.cast() == null ? "" : "::" + c.cast())
                    + (c.aggregate() == null ? "" : "." + lower(c.aggregate()))
                    + (c.aggregateCast() == null ? "" : "::" + c.aggregateCast());
            case Selected.Embed e -> (e.spread() ? "..." : "") + alias(e.alias())
                    + name(e.target())
                    + (e.hint() == null ? "" : "!" + name(e.hint()))
                    + (e.join() == Selected.Join.INNER ? " inner" : "")
                    + " (" + select(e.children()) + ")";
        };
    }

    static String conditions(List<Asked.At<Condition>> all) {
        return all.stream().map(at -> path(at.path()) + condition(at.what()))
                .collect(Collectors.joining(" ; "));
    }

    static String condition(Condition condition) {
        return switch (condition) {
            case Condition.Compare c ->
                    (c.negated() ? "not " : "") + field(c.field()) + " " + test(c.test());
            case Condition.Group g -> (g.negated() ? "not " : "") + (g.any() ? "or" : "and")
                    + g.members().stream().map(Notation::condition)
                            .collect(Collectors.joining(", ", "(", ")"));
        };
    }

    private static String test(Test test) {
        return switch (test) {
            case Test.Binary b -> b.operator().sql()
                    + (b.quantifier() == null ? "" : " " + lower(b.quantifier()))
                    + " " + text(b.value());
            case Test.In in -> "in " + in.values().stream().map(Notation::text)
                    .collect(Collectors.joining(",", "[", "]"));
            case Test.Is is -> "is " + lower(is.truth());
            case Test.DistinctFrom d -> "distinct " + text(d.value());
            case Test.Count c -> "count " + c.operator().sql() + " " + c.number();
            case Test.FullText f -> lower(f.parser())
                    + (f.language() == null ? "" : "(" + f.language() + ")")
                    + " " + text(f.value());
        };
    }

    static String orders(List<Asked.At<List<Order>>> all) {
        return all.stream().map(at -> path(at.path()) + at.what().stream().map(Notation::order)
                .collect(Collectors.joining(", "))).collect(Collectors.joining(" ; "));
    }

    private static String order(Order order) {
        return (order.relation() == null ? "" : name(order.relation()) + " ")
                + field(order.field())
                + (order.descending() == null ? "" : order.descending() ? " desc" : " asc")
                + (order.nullsFirst() == null ? "" : order.nullsFirst() ? " first" : " last");
    }

    static String slices(List<Asked.At<Asked.Slice>> all) {
        return all.stream().map(at -> path(at.path()) + at.what().offset() + "+"
                + at.what().limit()).collect(Collectors.joining(" ; "));
    }

    static String field(Field field) {
        var text = new StringBuilder(name(field.column()));
        for (var step : field.path()) {
            text.append(step.asText() ? "->>" : "->")
                    .append(step.index() ? step.key() : text(step.key()));
        }
        return text.toString();
    }

    private static String path(List<String> path) {
        return path.isEmpty() ? "" : path.stream().map(Notation::name)
                .collect(Collectors.joining(".")) + ": ";
    }

    private static String alias(String alias) {
        return alias == null ? "" : name(alias) + " = ";
    }

    private static String name(String name) {
        return "‹" + name + "›";
    }

    private static String text(String value) {
        return "'" + value + "'";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
