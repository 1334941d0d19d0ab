package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.rows.Filter.Operator;
import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import java.util.ArrayList;
import java.util.List;

/// A filter on a column that is known: what it says of a value of that. Immutable.
final class Condition {
    private final Filter filter;
    private final TableColumn column;
    /// What the filter compares with; null where only PostgreSQL can.
    private final List<Comparable<?>> operands;

    private Condition(Filter filter, TableColumn column, List<Comparable<?>> operands) {
        this.filter = filter;
        this.column = column;
        this.operands = operands;
    }

    static Condition of(Filter filter, TableColumn column) {
        return new Condition(filter, column, operands(filter, column));
    }

    Filter filter() {
        return filter;
    }

    /// Whether PostgreSQL alone knows what it means, and whether its value is one.
    boolean asks() {
        return operands == null && filter.operator() != Operator.IS;
    }

    /// What it says of a cell, null for SQL NULL.
    Answer says(String cell) {
        if (filter.operator() == Operator.IS) {
            return is(cell);
        }
        if (filter.operator() == Operator.ISDISTINCT && cell == null) {
            return Answer.YES.unless(filter.negated());
        }
        if (cell == null) {
            return Answer.NO;
        }
        if (operands == null) {
            return Answer.ASK;
        }
        var value = Values.read(column, cell);
        return value == null ? Answer.ASK
                : Answer.of(compares(value)).unless(filter.negated());
    }

    /// `is` is never unknown, so that its negation means every other row.
    private Answer is(String cell) {
        return Answer.of(switch (filter.value()) {
            case "null", "unknown" -> cell == null;
            case "not_null" -> cell != null;
            case "true" -> "t".equals(cell) || "true".equals(cell);
            default -> "f".equals(cell) || "false".equals(cell);
        }).unless(filter.negated());
    }

    private boolean compares(Comparable<?> value) {
        if (filter.operator() == Operator.IN) {
            return operands.stream().anyMatch(one -> Values.compare(value, one) == 0);
        }
        int order = Values.compare(value, operands.getFirst());
        return switch (filter.operator()) {
            case EQ -> order == 0;
            case NEQ, ISDISTINCT -> order != 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
            case IN, IS, LIKE, ILIKE, MATCH, IMATCH ->
                    throw new IllegalStateException("no order in " + filter.operator());
        };
    }

    private static List<Comparable<?>> operands(Filter filter, TableColumn column) {
        return switch (filter.operator()) {
            case EQ, NEQ, ISDISTINCT -> read(column, List.of(filter.value()));
            case LT, LTE, GT, GTE -> Values.ordered(column)
                    ? read(column, List.of(filter.value())) : null;
            case IN -> read(column, filter.values());
            case IS, LIKE, ILIKE, MATCH, IMATCH -> null;
        };
    }

    private static List<Comparable<?>> read(TableColumn column, List<String> texts) {
        List<Comparable<?>> values = new ArrayList<>(texts.size());
        for (var text : texts) {
            var value = Values.read(column, text);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }
}
