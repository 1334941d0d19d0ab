package dev.loam.kernel.query;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Catalog.CastPair;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.query.Asked.At;
import dev.loam.kernel.query.Asked.Slice;
import dev.loam.kernel.query.Plan.Child;
import dev.loam.kernel.query.Plan.Node;
import dev.loam.kernel.query.Plan.Operand;
import dev.loam.kernel.query.Plan.Ordering;
import dev.loam.kernel.query.Plan.Output;
import dev.loam.kernel.query.Plan.Source;
import dev.loam.kernel.query.Plan.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the tree of nodes for one [Asked.Shape].
///
/// The names it gives in SQL (`table_depth` for a relation, `parent_child_depth` for its join) show
/// up in PostgreSQL's messages, so clients know them: they are those of PostgREST. One for each
/// plan; not for several threads.
final class NodePlanner {
    static final int DEPTH_MAX = 64;
    private static final String JSON = "json";
    private static final String TEXT = "text";
    private static final String ORDER_PREFIX = "pgrst_order_";

    private final Catalog catalog;
    private final String schema;
    private final EmbedPaths paths;
    private final Asked.Shape shape;
    private final Planner.Options options;

    NodePlanner(Catalog catalog, String schema, Asked.Shape shape, Planner.Options options) {
        this.catalog = catalog;
        this.schema = schema;
        this.paths = new EmbedPaths(options.legacyNames());
        this.shape = paths.resolve(shape);
        this.options = options;
    }

    /// What a node stands on: the relation its relationships start from (null for none), where its
    /// rows come from, the alias that qualifies them, the columns known of them and the aliases of
    /// what it is embedded in.
    record Ground(
            TableName origin, Source source, String alias, Map<String, Column> columns,
            List<String> above) {
        Ground(TableName origin, Source source, String alias, Map<String, Column> columns) {
            this(origin, source, alias, columns, List.of());
        }

        /// The aliases that are taken for what is embedded in it.
        List<String> taken() {
            List<String> taken = new ArrayList<>(above);
            taken.add(alias);
            return taken;
        }
    }

    Node plan(Ground ground) {
        return node(ground, shape.select(), List.of(), List.of(), false);
    }

    /// Names of embedded relations that were used although they have an alias.
    List<Plan.Renamed> renamed() {
        return paths.renamed();
    }

    private Node node(
            Ground ground, List<Selected> select, List<String> path, List<Field> neededAbove,
            boolean toOne) {
        if (path.size() > DEPTH_MAX) {
            throw new Refusal(new PlanFailure.NestingTooDeep(DEPTH_MAX));
        }
        List<Order> orders = at(shape.orders(), path).stream().flatMap(List::stream).toList();
        boolean grouped = false;
        List<Child> children = new ArrayList<>();
        List<Output> outputs = new ArrayList<>();
        for (Selected selected : select) {
            switch (selected) {
                case Selected.Column column -> outputs.add(output(ground, column));
                case Selected.Embed embed -> embed(ground, embed, path, orders, children, outputs);
            }
        }
        for (Output output : outputs) {
            grouped |= output instanceof Output.Aggregated
                    || output instanceof Output.SpreadAggregated;
        }
        List<Where> where = new ArrayList<>();
        for (Condition condition : at(shape.filters(), path)) {
            where.add(where(ground, condition, children));
        }
        boolean allShown = neededAbove.stream().allMatch(field -> shown(outputs, field));
        List<Operand> hidden = allShown ? List.of()
                : neededAbove.stream().map(field -> operand(ground, field)).toList();
        boolean spelled = grouped || representsAny(ground);
        return new Node(ground.source(), ground.alias(),
                spelled ? spelledOut(ground, outputs) : outputs, where,
                orderings(ground, orders, children), slice(path, toOne), children, grouped,
                hidden);
    }

    private static <T> List<T> at(List<At<T>> all, List<String> path) {
        return all.stream().filter(at -> at.path().equals(path)).map(At::what).toList();
    }

    // Columns.

    private Output output(Ground ground, Selected.Column column) {
        if (column.isAll() && column.aggregate() == null) {
            return new Output.Star();
        }
        if (column.aggregate() != null) {
            if (!options.aggregates()) {
                throw new Refusal(new PlanFailure.AggregatesOff());
            }
            Operand operand = column.field() == null || column.isAll() ? null
                    : operand(ground, column.field());
            return new Output.Aggregated(column.aggregate(), operand, column.cast(),
                    column.aggregateCast(), name(column));
        }
        String name = name(column);
        String through = column.cast() != null || !column.field().path().isEmpty() ? null
                : representation(ground.columns().get(column.field().column()), JSON);
        boolean named = column.cast() != null || through != null
                || !column.field().path().isEmpty() || !name.equals(column.field().column());
        return new Output.Value(
                operand(ground, column.field()), column.cast(), through, name, named);
    }

    /// The function that shows a column's domain as another type, null where there is none.
    /// Source: PostgREST documentation, "Domain Representations".
    private String representation(Column column, String type) {
        return column == null || catalog.representations().isEmpty() ? null
                : catalog.representations().get(new CastPair(column.type(), type));
    }

    private boolean representsAny(Ground ground) {
        return !catalog.representations().isEmpty() && ground.columns().values().stream()
                .anyMatch(column -> representation(column, JSON) != null);
    }

    /// The member's name: its alias, the aggregate's name, the last key of a path, or the column's.
    private static String name(Selected.Column column) {
        if (column.alias() != null) {
            return column.alias();
        }
        if (column.aggregate() != null) {
            return column.aggregate().name().toLowerCase(java.util.Locale.ROOT);
        }
        List<Field.Step> steps = column.field().path();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (!steps.get(i).index()) {
                return steps.get(i).key();
            }
        }
        return column.field().column();
    }

    private static Operand operand(Ground ground, Field field) {
        Column column = ground.columns().get(field.column());
        boolean jsonFirst = column != null && !field.path().isEmpty() && !column.isJson();
        boolean text = column != null
                && (!field.path().isEmpty() || !column.baseType().equals("tsvector"));
        return new Operand(ground.alias(), field, jsonFirst, text);
    }

    /// The outputs with every star replaced by the columns it stands for.
    List<Output> spelledOut(Ground ground, List<Output> outputs) {
        List<Output> all = new ArrayList<>();
        for (Output output : outputs) {
            if (output instanceof Output.Star) {
                ground.columns().values().forEach(column -> {
                    String through = representation(column, JSON);
                    all.add(new Output.Value(operand(ground, Field.of(column.name())), null,
                            through, column.name(), through != null));
                });
            } else {
                all.add(output);
            }
        }
        return all;
    }

    private static boolean shown(List<Output> outputs, Field field) {
        return field.path().isEmpty() && outputs.stream().anyMatch(output ->
                output instanceof Output.Star
                        || output instanceof Output.Value value && !value.named()
                                && value.name().equals(field.column()));
    }

    // Related rows.

    private void embed(
            Ground ground, Selected.Embed embed, List<String> path, List<Order> orders,
            List<Child> children, List<Output> outputs) {
        TableName origin = ground.origin() != null ? ground.origin()
                : new TableName(schema, ground.alias());
        Relationship relationship = RelationshipChooser.find(catalog, schema, origin, embed);
        List<String> childPath = new ArrayList<>(path);
        childPath.add(embed.name());
        String depth = "_" + childPath.size();
        var table = catalog.table(relationship.to());
        var childGround = new Ground(relationship.to(), new Source.Relation(relationship.to()),
                alias(relationship, depth, ground.taken()),
                table == null ? Map.of() : table.columns(), ground.taken());
        List<Field> needed = orders.stream()
                .filter(order -> embed.name().equals(order.relation())
                        && childGround.columns().containsKey(order.field().column()))
                .map(Order::field).toList();
        Node node = node(childGround, embed.children(), List.copyOf(childPath), needed,
                relationship.toOne());
        List<Output> asked = node.outputs();
        if (embed.spread()) {
            asked = spelledOut(childGround, asked);
            node = flat(node.withOutputs(asked), relationship);
        }
        // Of two relations embedded by one name PostgreSQL says so, naming the join.
        String join = Aliases.kept(
                origin.name() + "_" + embed.name() + depth, "_" + children.size() + depth);
        var child = new Child(node, relationship, embed.name(),
                ground.taken().contains(join) ? Aliases.free(join, "_j", ground.taken()) : join,
                embed.join() == Selected.Join.INNER, embed.spread());
        children.add(child);
        if (embed.spread()) {
            outputs.addAll(Lifting.raised(child, asked));
        } else if (!asked.isEmpty()) {
            outputs.add(new Output.Embedded(child, child.name()));
        }
    }

    /// Behind a junction a relation goes by its own name.
    private static String alias(Relationship relationship, String depth, List<String> taken) {
        String name = relationship.to().name();
        boolean own = relationship instanceof Relationship.ManyToMany && !taken.contains(name);
        return own ? name : Aliases.free(name, depth, taken);
    }

    /// A spread node shows plain columns: its parent takes the aggregates over its own rows.
    private static Node flat(Node node, Relationship relationship) {
        if (!node.grouped()) {
            return node;
        }
        if (!relationship.toOne()) {
            throw new Refusal(new PlanFailure.AggregateInSpread());
        }
        return Lifting.lowered(node);
    }

    // Conditions, order, slice.

    private Where where(Ground ground, Condition condition, List<Child> children) {
        return switch (condition) {
            case Condition.Group group -> new Where.Group(group.negated(), group.any(),
                    group.members().stream()
                            .map(member -> where(ground, member, children)).toList());
            case Condition.Compare compare -> {
                Child child = compare.field().path().isEmpty()
                        ? child(children, compare.field().column()) : null;
                Where related = child == null ? null : ofChild(child, compare);
                // A foreign key's column can name the relation it leads to, and still be tested.
                yield related == null ? test(ground, compare) : related;
            }
        };
    }

    private Where test(Ground ground, Condition.Compare compare) {
        Field field = compare.field();
        if (compare.test() instanceof Condition.Test.Count) {
            throw new Refusal(new PlanFailure.NotEmbedded(field.column(), null));
        }
        String through = field.path().isEmpty()
                ? fromText(ground.columns().get(field.column())) : null;
        return new Where.Test(operand(ground, field), compare.negated(), compare.test(), through);
    }

    private String fromText(Column column) {
        return column == null || catalog.representations().isEmpty() ? null
                : catalog.representations().get(new CastPair(TEXT, column.type()));
    }

    /// What the test says about related rows; null for one that can only concern a column.
    private static Where ofChild(Child child, Condition.Compare compare) {
        if (compare.test() instanceof Condition.Test.Is is) {
            if (is.truth() == Condition.Truth.NULL) {
                return new Where.Present(child, compare.negated());
            }
            if (is.truth() == Condition.Truth.NOT_NULL) {
                return new Where.Present(child, !compare.negated());
            }
        }
        if (compare.test() instanceof Condition.Test.Count count) {
            return new Where.Counted(
                    child, compare.negated(), count.operator(), count.number());
        }
        return null;
    }

    private static Child child(List<Child> children, String name) {
        for (Child child : children) {
            if (child.name().equals(name)) {
                return child;
            }
        }
        return null;
    }

    private List<Ordering> orderings(Ground ground, List<Order> orders, List<Child> children) {
        List<Ordering> all = new ArrayList<>();
        for (Order order : orders) {
            Operand operand = order.relation() == null ? operand(ground, order.field())
                    : related(ground, order, children);
            all.add(new Ordering(operand, order.descending(), order.nullsFirst()));
        }
        return all;
    }

    private static Operand related(Ground ground, Order order, List<Child> children) {
        Child child = child(children, order.relation());
        if (child == null) {
            throw new Refusal(new PlanFailure.NotEmbedded(order.relation(), null));
        }
        if (!child.toOne()) {
            throw new Refusal(new PlanFailure.RelatedOrderImpossible(
                    ground.origin() == null ? ground.alias() : ground.origin().name(),
                    order.relation()));
        }
        List<Operand> hidden = child.node().hidden();
        for (int i = 0; i < hidden.size(); i++) {
            if (hidden.get(i).field().equals(order.field())) {
                return new Operand(child.join(), Field.of(ORDER_PREFIX + i), false, false);
            }
        }
        return new Operand(child.join(), order.field(), false, false);
    }

    /// The name under which a node shows the `i`-th column that only its parent's ordering needs.
    static String hiddenName(int i) {
        return ORDER_PREFIX + i;
    }

    private Slice slice(List<String> path, boolean toOne) {
        Slice slice = Slice.WHOLE;
        for (Slice each : at(shape.slices(), path)) {
            slice = each;
        }
        Long rowsMax = options.rowsMax();
        if (rowsMax == null || toOne) {
            return slice;
        }
        long limit = slice.limit() == null ? rowsMax : Math.min(rowsMax, slice.limit());
        return new Slice(slice.offset(), limit);
    }
}
