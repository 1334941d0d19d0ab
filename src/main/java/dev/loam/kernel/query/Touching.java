package dev.loam.kernel.query;

import dev.loam.base.name.FunctionName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.HiddenCalls;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Plan.Child;
import dev.loam.kernel.query.Plan.Given;
import dev.loam.kernel.query.Plan.Node;
import dev.loam.kernel.query.Plan.Operand;
import dev.loam.kernel.query.Plan.Output;
import dev.loam.kernel.query.Plan.Source;
import dev.loam.kernel.query.Plan.Touched;
import dev.loam.kernel.query.Plan.Where;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds out what the statement of a read touches beside the relations and functions it names.
///
/// Of every column that is looked at, its type decides: PostgreSQL calls functions of the
/// database's own for values of types of its own, and those have to be known. A name that is no
/// column is a function of the row. A value that says `now` makes an answer that is another one
/// tomorrow. Whatever is not understood here makes the answer one that is not known.
final class Touching {
    private final Catalog catalog;
    private final HiddenCalls hidden;
    private final Set<FunctionName> calls;
    private boolean known = true;

    private Touching(Catalog catalog) {
        this.catalog = catalog;
        this.hidden = catalog.hiddenCalls();
        this.calls = new HashSet<>(hidden.ofAll());
    }

    /// `keyset` is null unless the rows are a page.
    static Touched of(Table table, Node root, Plan.Keyset keyset, Catalog catalog) {
        var touching = new Touching(catalog);
        touching.node(root, table.columns());
        if (keyset != null && keyset.after() != null) {
            keyset.after().forEach(touching::timeless);
        }
        boolean alone = touching.calls.isEmpty();
        return new Touched(touching.known, Set.copyOf(touching.calls),
                alone ? Pins.of(table, root) : List.of());
    }

    /// `columns` are those known of the function's result.
    static Touched of(
            Source.Called called, Node result, Map<String, Column> columns, Catalog catalog) {
        var touching = new Touching(catalog);
        touching.called(called);
        touching.node(result, columns);
        return new Touched(touching.known, Set.copyOf(touching.calls), List.of());
    }

    // Functions.

    private void called(Source.Called called) {
        Function function = called.function();
        known &= function.volatility() != Function.Volatility.VOLATILE;
        if (!function.returns().row()) {
            type(function.returns().type());
        } else {
            known &= function.returns().columnsKnown();
        }
        given(function, called.given());
    }

    private void given(Function function, Given given) {
        int passed = switch (given) {
            case Given.Whole whole -> {
                type(whole.parameter().type());
                yield 1;
            }
            case Given.Json json -> {
                boolean timed = false;
                for (Function.Parameter parameter : json.parameters()) {
                    type(parameter.type());
                    timed |= !TimeWords.timeless(parameter.type());
                }
                known &= !timed || !TimeWords.in(json.utf8());
                yield json.parameters().size();
            }
            case Given.Named named -> {
                for (Given.Argument argument : named.arguments()) {
                    type(argument.parameter().type());
                    if (!TimeWords.timeless(argument.parameter().type())) {
                        argument.values().forEach(this::timeless);
                    }
                }
                yield named.arguments().size();
            }
        };
        known &= passed == function.parameters().size()
                || !hidden.computedDefaults().contains(function.name());
    }

    // Relations.

    private void node(Node node, Map<String, Column> columns) {
        for (Output output : node.outputs()) {
            output(node, columns, output);
        }
        node.hidden().forEach(operand -> operand(node, columns, operand));
        node.where().forEach(where -> where(node, columns, where));
        node.orders().forEach(order -> operand(node, columns, order.operand()));
        for (Child child : node.children()) {
            child(child);
        }
    }

    private void child(Child child) {
        Table table = catalog.table(child.relationship().to());
        if (table == null || child.relationship() instanceof Relationship.ManyToMany many
                && catalog.table(many.junction()) == null) {
            known = false;
        } else {
            node(child.node(), table.columns());
        }
    }

    private void output(Node node, Map<String, Column> columns, Output output) {
        switch (output) {
            case Output.Star _ -> columns.values().forEach(column -> type(column.type()));
            case Output.Value value -> {
                operand(node, columns, value.operand());
                through(value.through());
                known &= value.cast() == null || TimeWords.ownType(value.cast());
            }
            case Output.Aggregated sum -> {
                if (sum.operand() != null) {
                    aggregated(node, columns, sum.operand());
                }
                known &= sum.cast() == null || TimeWords.ownType(sum.cast());
                known &= sum.resultCast() == null || TimeWords.ownType(sum.resultCast());
            }
            case Output.SpreadAggregated sum -> {
                spread(sum.child(), sum.column());
                known &= sum.resultCast() == null || TimeWords.ownType(sum.resultCast());
            }
            case Output.One _, Output.Embedded _, Output.Spread _ -> {
                // Their columns are looked at where they come from.
            }
        }
    }

    /// Aggregates over types of the database's own may be its own too.
    private void aggregated(Node node, Map<String, Column> columns, Operand operand) {
        operand(node, columns, operand);
        Column column = columns.get(operand.field().column());
        known &= column != null && (!operand.field().path().isEmpty()
                || column.baseType().indexOf('.') < 0 || !column.enumValues().isEmpty());
    }

    private void spread(Child child, String name) {
        Table table = catalog.table(child.relationship().to());
        for (Output output : child.node().outputs()) {
            if (output.name().equals(name) && table != null) {
                switch (output) {
                    case Output.Value value ->
                            aggregated(child.node(), table.columns(), value.operand());
                    case Output.One _ -> {
                        // Counts rows.
                    }
                    case Output.Spread deeper -> spread(deeper.child(), deeper.column());
                    case Output.Star _, Output.Aggregated _, Output.Embedded _,
                            Output.SpreadAggregated _ -> known = false;
                }
            }
        }
    }

    private void where(Node node, Map<String, Column> columns, Where where) {
        switch (where) {
            case Where.Test test -> test(node, columns, test);
            case Where.Group group ->
                    group.members().forEach(member -> where(node, columns, member));
            case Where.Present _, Where.Counted _ -> {
                // The related rows are children of the node.
            }
        }
    }

    private void test(Node node, Map<String, Column> columns, Where.Test test) {
        operand(node, columns, test.operand());
        through(test.through());
        Column column = columns.get(test.operand().field().column());
        boolean timeless = column != null && (!test.operand().field().path().isEmpty()
                || !column.enumValues().isEmpty() || TimeWords.timeless(column.baseType()));
        if (timeless) {
            return;
        }
        switch (test.test()) {
            case Condition.Test.Binary binary -> timeless(binary.value());
            case Condition.Test.In in -> in.values().forEach(this::timeless);
            case Condition.Test.DistinctFrom distinct -> timeless(distinct.value());
            case Condition.Test.Is _, Condition.Test.FullText _, Condition.Test.Count _ -> {
                // None has a value that could be read as a time.
            }
        }
    }

    // Columns, types, values.

    /// One that another FROM item qualifies is looked at there.
    private void operand(Node node, Map<String, Column> columns, Operand operand) {
        if (!operand.qualifier().equals(node.alias())) {
            return;
        }
        Column column = columns.get(operand.field().column());
        if (column != null) {
            type(column.type());
            return;
        }
        List<HiddenCalls.OfRow> functions = hidden.ofColumns().get(operand.field().column());
        if (functions == null) {
            known = false;
            return;
        }
        for (HiddenCalls.OfRow function : functions) {
            calls.add(function.function());
            type(function.type());
        }
    }

    /// A name in a type reaches what it names at the time, whatever becomes of it.
    private void type(String type) {
        Set<FunctionName> called = type.startsWith("reg") ? null : hidden.ofType(type);
        if (called == null) {
            known = false;
        } else {
            calls.addAll(called);
        }
    }

    private void through(String function) {
        if (function != null) {
            FunctionName name = QuotedName.function(function);
            known &= name != null;
            if (name != null) {
                calls.add(name);
            }
        }
    }

    private void timeless(String value) {
        known &= value == null || !TimeWords.in(value);
    }
}
