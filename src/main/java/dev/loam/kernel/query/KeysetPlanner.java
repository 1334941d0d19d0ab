package dev.loam.kernel.query;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked.At;
import dev.loam.kernel.query.Asked.Shape;
import dev.loam.kernel.query.Plan.KeyTerm;
import dev.loam.kernel.query.Plan.Node;
import dev.loam.kernel.query.Plan.Operand;
import dev.loam.kernel.query.Plan.Ordering;
import java.util.ArrayList;
import java.util.List;

/// Makes a total order of the one that was asked for: rows that it leaves side by side follow their
/// relation's key, in the direction of its last term, so that one index can serve all of it.
final class KeysetPlanner {
    private static final int TERMS_MAX = 32;

    private KeysetPlanner() {
    }

    /// The shape with a total order at the top.
    static Shape ordered(Table table, Shape shape) {
        requireNoOffset(shape);
        List<Order> terms = new ArrayList<>();
        List<At<List<Order>>> below = new ArrayList<>();
        for (At<List<Order>> at : shape.orders()) {
            if (at.path().isEmpty()) {
                terms.addAll(at.what());
            } else {
                below.add(at);
            }
        }
        if (table.rowKey().isEmpty()) {
            throw refusal("'" + table.name().name() + "' has no primary key, and no unique"
                    + " constraint whose columns are never null.");
        }
        Boolean descending = terms.isEmpty() ? null : terms.getLast().descending();
        for (String column : table.rowKey()) {
            if (terms.stream().noneMatch(term -> term.relation() == null
                    && term.field().equals(Field.of(column)))) {
                terms.add(new Order(null, Field.of(column), descending, null));
            }
        }
        if (terms.size() > TERMS_MAX) {
            throw refusal("The order has " + terms.size() + " terms with its key, more than "
                    + TERMS_MAX + ".");
        }
        below.add(new At<>(List.of(), List.copyOf(terms)));
        return new Shape(shape.select(), shape.filters(), below, shape.slices());
    }

    /// The order of a planned node, as far as pages need it.
    static Plan.Keyset keyset(Table table, Node root, List<String> after) {
        if (root.grouped()) {
            throw refusal("Groups have no key.");
        }
        return new Plan.Keyset(root.orders().stream()
                .map(ordering -> term(table, root.alias(), ordering)).toList(), after);
    }

    private static KeyTerm term(Table table, String alias, Ordering ordering) {
        Operand operand = ordering.operand();
        boolean own = operand.qualifier().equals(alias) && operand.field().path().isEmpty();
        Column column = own ? table.columns().get(operand.field().column()) : null;
        // What an outer join in a view leaves empty is null, whatever its column's type says.
        return column == null ? new KeyTerm(ordering, null, true)
                : new KeyTerm(ordering, column.type(), table.isView() || column.nullable());
    }

    private static void requireNoOffset(Shape shape) {
        for (At<Asked.Slice> slice : shape.slices()) {
            if (slice.path().isEmpty() && slice.what().offset() != 0) {
                throw refusal("A page begins behind a row, so that an offset has no meaning.");
            }
        }
    }

    private static Refusal refusal(String why) {
        return new Refusal(new PlanFailure.NoKeyset(why));
    }
}
