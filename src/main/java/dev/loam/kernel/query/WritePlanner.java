package dev.loam.kernel.query;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Catalog.CastPair;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked.At;
import dev.loam.kernel.query.Asked.Payload;
import dev.loam.kernel.query.Asked.Returned;
import dev.loam.kernel.query.Asked.Shape;
import dev.loam.kernel.query.Plan.Assigned;
import dev.loam.kernel.query.Plan.Change;
import dev.loam.kernel.query.Plan.Child;
import dev.loam.kernel.query.Plan.Node;
import dev.loam.kernel.query.Plan.Output;
import dev.loam.kernel.query.Plan.Source;
import dev.loam.kernel.query.Plan.Where;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Plans inserts, updates and deletes. Filters at the top choose the rows to write; all else shapes
/// what is given back.
final class WritePlanner {
    /// The named part of the statement that holds the written rows.
    static final String WRITTEN = "pgrst_source";

    private WritePlanner() {
    }

    static Plan insert(Asked.Insert asked, Catalog catalog, Planner.Options options) {
        Table table = Planner.table(catalog, asked.target());
        List<String> conflict = asked.resolution() == null ? List.of()
                : asked.onConflict() != null ? asked.onConflict() : table.primaryKey();
        var change = new Change.Insert(asked.payload(),
                columns(catalog, table, asked.columns(), asked.payload()),
                asked.defaultsForMissing(),
                conflict, asked.resolution(), false);
        return write(catalog, table, change, asked.shape(), asked.returned(), options);
    }

    static Plan put(Asked.Put asked, Catalog catalog, Planner.Options options) {
        Table table = Planner.table(catalog, asked.target());
        requireKey(table, asked.shape());
        var change = new Change.Insert(asked.payload(),
                columns(catalog, table, null, asked.payload()), asked.defaultsForMissing(),
                table.primaryKey(), Asked.Resolution.MERGE, true);
        return write(catalog, table, change, asked.shape(), asked.returned(), options);
    }

    static Plan update(Asked.Update asked, Catalog catalog, Planner.Options options) {
        Table table = Planner.table(catalog, asked.target());
        if (asked.payload() instanceof Payload.Patch patch) {
            return write(catalog, table, patch(catalog, table, patch), asked.shape(),
                    asked.returned(), options);
        }
        var change = new Change.Update(asked.payload(),
                merged(columns(catalog, table, asked.columns(), asked.payload()),
                        asked.merges()),
                asked.defaultsForMissing());
        return write(catalog, table, change, asked.shape(), asked.returned(), options);
    }

    static Plan delete(Asked.Delete asked, Catalog catalog, Planner.Options options) {
        Table table = Planner.table(catalog, asked.target());
        return write(catalog, table, new Change.Delete(), asked.shape(), asked.returned(),
                options);
    }

    private static Change.Patch patch(Catalog catalog, Table table, Payload.Patch patch) {
        Set<String> named = new LinkedHashSet<>();
        patch.operations().forEach(one -> named.addAll(one.columns()));
        List<Plan.Seen> seen = new ArrayList<>();
        for (String name : named) {
            Column column = column(table, name);
            seen.add(new Plan.Seen(column,
                    catalog.representations().get(new CastPair(column.type(), "json"))));
        }
        return new Change.Patch(
                patch.operations(), seen, columns(catalog, table, null, patch));
    }

    private static Column column(Table table, String name) {
        Column column = table.columns().get(name);
        if (column == null) {
            throw new Refusal(new PlanFailure.UnknownColumn(
                    table.name(), name, Hints.column(table, name)));
        }
        return column;
    }

    private static List<Assigned> columns(
            Catalog catalog, Table table, List<String> asked, Payload payload) {
        List<Assigned> columns = new ArrayList<>();
        List<String> names = asked != null ? asked : payload.keys();
        // Of several unknown ones the first in the alphabet is told.
        names.stream().filter(name -> !table.columns().containsKey(name)).sorted().findFirst()
                .ifPresent(name -> column(table, name));
        for (String name : new LinkedHashSet<>(names)) {
            columns.add(assigned(catalog, column(table, name)));
        }
        return columns;
    }

    static Assigned assigned(Catalog catalog, Column column) {
        return new Assigned(column,
                catalog.representations().get(new CastPair("json", column.type())), null);
    }

    /// Only a JSON column that is stored as it is shown can be changed from within.
    private static List<Assigned> merged(
            List<Assigned> columns, Map<String, MergePatch.Members> merges) {
        return merges.isEmpty() ? columns : columns.stream()
                .map(one -> one.through() == null && one.column().isJson()
                        ? new Assigned(one.column(), null, merges.get(one.column().name())) : one)
                .toList();
    }

    private static void requireKey(Table table, Shape shape) {
        Set<String> tested = new HashSet<>();
        boolean plain = true;
        for (At<Condition> at : shape.filters()) {
            if (at.path().isEmpty() && at.what() instanceof Condition.Compare compare
                    && !compare.negated() && compare.field().path().isEmpty()
                    && compare.test() instanceof Condition.Test.Binary binary
                    && binary.operator() == Condition.Operator.EQ
                    && binary.quantifier() == null) {
                tested.add(compare.field().column());
            } else {
                plain &= !at.path().isEmpty();
            }
        }
        if (!plain || table.primaryKey().isEmpty()
                || !tested.equals(new HashSet<>(table.primaryKey()))) {
            throw new Refusal(new PlanFailure.PutNeedsKey());
        }
    }

    static Plan.Write write(
            Catalog catalog, Table table, Change change, Shape shape, Returned returned,
            Planner.Options options) {
        TableName name = table.name();
        // The conditions see the table under its own name; the body of a PUT under the payload's.
        String alias = change instanceof Change.Insert ? WriteWriter.BODY : name.name();
        List<Where> where = new NodePlanner(catalog, name.schema(), onlyTopFilters(shape), options)
                .plan(new NodePlanner.Ground(name, new Source.Relation(name), alias,
                        table.columns()))
                .where();
        // A bound on rows read must not hide rows that were written.
        var ground = new NodePlanner.Ground(
                name, new Source.Part(WRITTEN), WRITTEN, table.columns());
        var planner = new NodePlanner(
                catalog, name.schema(), withoutTopFilters(shape), options.unbounded());
        Node result = planner.plan(ground);
        if (returned != Returned.ROWS) {
            List<String> keys = returned == Returned.KEYS ? key(table, shape) : List.of();
            return new Plan.Write(
                    table, change, where, keys, null, returned, planner.renamed());
        }
        // Written rows may carry other columns, in another order, than a star shows.
        result = result.withOutputs(planner.spelledOut(ground, result.outputs()));
        return new Plan.Write(
                table, change, where, returning(table, result), result, returned,
                planner.renamed());
    }

    /// The primary key in the order in which a location tells it, which is PostgREST's: that of the
    /// table where all columns are selected, else the alphabet's.
    private static List<String> key(Table table, Shape shape) {
        boolean whole = shape.select().stream().anyMatch(selected ->
                selected instanceof Selected.Column column && column.isAll()
                        && column.aggregate() == null);
        return (whole ? table.columns().keySet().stream() : table.primaryKey().stream().sorted())
                .filter(table.primaryKey()::contains).toList();
    }

    private static Shape onlyTopFilters(Shape shape) {
        return new Shape(List.of(Selected.Column.ALL),
                shape.filters().stream().filter(at -> at.path().isEmpty()).toList(),
                List.of(), List.of());
    }

    /// What is embedded in written rows is shown whole: no limit counts there.
    static Shape withoutTopFilters(Shape shape) {
        return new Shape(shape.select(),
                shape.filters().stream().filter(at -> !at.path().isEmpty()).toList(),
                shape.orders(), List.of());
    }

    /// The columns that a node over written rows needs: only these are returned, since the caller
    /// may not be allowed to read the others.
    private static List<String> returning(Table table, Node result) {
        Set<String> names = new LinkedHashSet<>();
        for (Output output : result.outputs()) {
            switch (output) {
                case Output.Star _ -> names.addAll(table.columns().keySet());
                case Output.Value value -> names.add(value.operand().field().column());
                case Output.Aggregated aggregated -> {
                    if (aggregated.operand() != null) {
                        names.add(aggregated.operand().field().column());
                    }
                }
                case Output.One _, Output.Embedded _, Output.Spread _,
                        Output.SpreadAggregated _ -> {
                }
            }
        }
        for (Child child : result.children()) {
            joined(child.relationship(), names);
        }
        result.orders().stream().filter(order -> order.operand().qualifier().equals(WRITTEN))
                .forEach(order -> names.add(order.operand().field().column()));
        return List.copyOf(names);
    }

    private static void joined(Relationship relationship, Set<String> names) {
        switch (relationship) {
            case Relationship.ManyToOne r -> r.pairs().forEach(pair -> names.add(pair.own()));
            case Relationship.OneToMany r -> r.pairs().forEach(pair -> names.add(pair.own()));
            case Relationship.OneToOne r -> r.pairs().forEach(pair -> names.add(pair.own()));
            case Relationship.ManyToMany r -> r.near().forEach(pair -> names.add(pair.own()));
            // The function takes the whole row, which is returned beside.
            case Relationship.Computed _ -> {
            }
        }
    }
}
