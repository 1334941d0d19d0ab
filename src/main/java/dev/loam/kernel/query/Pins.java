package dev.loam.kernel.query;

import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Plan.Change;
import dev.loam.kernel.query.Plan.Child;
import dev.loam.kernel.query.Plan.Node;
import dev.loam.kernel.query.Plan.Operand;
import dev.loam.kernel.query.Plan.Where;
import dev.loam.ports.database.Footprint.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The rows that a statement is about, where its conditions give their key.
///
/// A value counts only as the server would write it: `007` finds row 7, which is told of as `7`.
final class Pins {
    /// Rows beyond which the table is as good as read whole.
    private static final int ROWS_MAX = 16;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final Pattern UUID = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Pins() {
    }

    /// None where more than some rows matter.
    static List<Pin> of(Table table, Node root) {
        return readsBelow(root, table.name()) ? List.of() : of(table, root.where());
    }

    /// Those that a write changes without changing their key; none where others may be changed.
    static List<Pin> of(Plan.Write write) {
        boolean keyStays = switch (write.change()) {
            case Change.Update update -> staysOut(write.table(), update.columns());
            case Change.Patch patch -> staysOut(write.table(), patch.columns());
            case Change.Delete _ -> true;
            case Change.Insert _, Change.Find _, Change.Amend _, Change.Prune _ -> false;
        };
        return keyStays ? of(write.table(), write.where()) : List.of();
    }

    private static boolean staysOut(Table table, List<Plan.Assigned> assigned) {
        return assigned.stream().noneMatch(
                one -> table.rowKey().contains(one.column().name()));
    }

    private static List<Pin> of(Table table, List<Where> conditions) {
        List<String> key = table.rowKey();
        if (!table.textsDiffer() || key.isEmpty()) {
            return List.of();
        }
        List<List<String>> rows = List.of(List.of());
        for (String name : key) {
            List<String> values = given(conditions, table.columns().get(name));
            if (values.isEmpty() || rows.size() * values.size() > ROWS_MAX) {
                return List.of();
            }
            rows = beside(rows, values);
        }
        return rows.stream().map(values -> new Pin(table.name(), key, values)).toList();
    }

    /// Whether related rows come from the relation too.
    private static boolean readsBelow(Node node, TableName name) {
        for (Child child : node.children()) {
            Relationship relationship = child.relationship();
            if (relationship.to().equals(name) || readsBelow(child.node(), name)
                    || relationship instanceof Relationship.ManyToMany many
                            && many.junction().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /// The values of which a row must have one; of none where it may have others.
    private static List<String> given(List<Where> conditions, Column column) {
        for (Where where : conditions) {
            if (column != null && where instanceof Where.Test test
                    && !test.negated() && test.through() == null && is(test.operand(), column)) {
                List<String> values = values(test.test());
                if (!values.isEmpty() && values.size() <= ROWS_MAX
                        && values.stream().allMatch(value -> written(column, value))) {
                    return values;
                }
            }
        }
        return List.of();
    }

    private static boolean is(Operand operand, Column column) {
        return operand.field().equals(Field.of(column.name()));
    }

    private static List<String> values(Condition.Test test) {
        return switch (test) {
            case Condition.Test.Binary binary -> binary.operator() == Condition.Operator.EQ
                    && binary.quantifier() == null ? List.of(binary.value()) : List.of();
            case Condition.Test.In in -> in.values().stream().distinct().toList();
            case Condition.Test.Is _, Condition.Test.DistinctFrom _, Condition.Test.Count _,
                    Condition.Test.FullText _ -> List.of();
        };
    }

    /// Whether the server writes a value of the column in just this way.
    private static boolean written(Column column, String value) {
        String type = column.type();
        return switch (type) {
            case "smallint", "integer", "bigint" -> WHOLE_NUMBER.matcher(value).matches();
            case "uuid" -> UUID.matcher(value).matches();
            case "text" -> true;
            default -> type.equals("character varying") || type.startsWith("character varying(")
                    && type.endsWith(")");
        };
    }

    private static List<List<String>> beside(List<List<String>> rows, List<String> values) {
        var all = new ArrayList<List<String>>(rows.size() * values.size());
        for (List<String> row : rows) {
            for (String value : values) {
                var longer = new ArrayList<>(row);
                longer.add(value);
                all.add(List.copyOf(longer));
            }
        }
        return List.copyOf(all);
    }
}
