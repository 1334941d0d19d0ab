package dev.loam.kernel.query;

import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked.Payload;
import dev.loam.kernel.query.Asked.Returned;
import dev.loam.kernel.query.Asked.Shape;
import dev.loam.kernel.query.Plan.Assigned;
import dev.loam.kernel.query.Plan.Change;
import dev.loam.kernel.query.Plan.Operand;
import dev.loam.kernel.query.Plan.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Plans the statements that write rows together with their related ones, one statement for many
/// rows of a relation.
///
/// Their keys come back as PostgreSQL's text of them, and go into the next statement as such, past
/// any cast between JSON and a domain: a column that is `linked` takes its value so.
public final class RelatedPlanner {
    /// How deep related rows may be nested: as deep as they can be embedded.
    public static final int DEPTH_MAX = NodePlanner.DEPTH_MAX;
    /// The member of an object, and of what a plan shows, with the object's number.
    public static final String NUMBER = "pgrst_number";

    static final Assigned NUMBERED = new Assigned(
            new Column(NUMBER, null, false, "integer", "integer", "pg_catalog", "int4", null,
                    null, false, false, List.of()), null, null);
    private static final Operand NUMBER_SHOWN =
            new Operand(WritePlanner.WRITTEN, Field.of(NUMBER), false, false);
    private static final Payload NOTHING = new Payload.Json(new byte[0], true, List.of(), 0);

    private final Catalog catalog;
    private final Planner.Options options;

    public RelatedPlanner(Catalog catalog, Planner.Options options) {
        this.catalog = catalog;
        this.options = options.unbounded();
    }

    /// Objects, and which of their members count; those `linked` hold texts of PostgreSQL's.
    public record Objects(Payload.Json payload, List<String> columns, Set<String> linked) {
    }

    /// The relationship that would be embedded by this name: a target, or `target!hint`.
    public Relationship relationship(TableName origin, String name) {
        int mark = name.indexOf('!');
        return RelationshipChooser.find(catalog, origin.schema(), origin, new Selected.Embed(
                null, mark < 0 ? name : name.substring(0, mark),
                mark < 0 ? null : name.substring(mark + 1), Selected.Join.LEFT, false,
                List.of()));
    }

    /// A column that is not there.
    public PlanFailure unknown(Table table, String column) {
        return new PlanFailure.UnknownColumn(table.name(), column, Hints.column(table, column));
    }

    /// What a plain request plans, with `linked` columns in its payload.
    public Plan plan(Asked asked, Set<String> linked) {
        Plan plan = Planner.plan(asked, catalog, options);
        if (linked.isEmpty() || !(plan instanceof Plan.Write write)) {
            return plan;
        }
        return with(write, switch (write.change()) {
            case Change.Insert insert -> new Change.Insert(insert.payload(),
                    textual(insert.columns(), linked), insert.defaults(), insert.conflict(),
                    insert.resolution(), insert.put());
            case Change.Update update -> new Change.Update(update.payload(),
                    textual(update.columns(), linked), update.defaults());
            case Change.Patch _, Change.Delete _, Change.Find _, Change.Amend _,
                    Change.Prune _ ->
                    write.change();
        });
    }

    /// The rows that have these columns, by number, with their `keys`.
    public Plan.Write find(Table table, Objects objects, Collection<String> keys) {
        return numbered(table, new Change.Find(
                objects.payload(), assigned(table, objects.columns(), objects.linked())), keys);
    }

    /// Changes the rows that match in the columns `match` by the others of `objects`; answers those
    /// it changed, by number, with their `keys`.
    public Plan.Write amend(
            Table table, Objects objects, Collection<String> match, Collection<String> keys) {
        List<Assigned> all = assigned(table, objects.columns(), objects.linked());
        return numbered(table, new Change.Amend(objects.payload(),
                all.stream().filter(one -> !match.contains(one.column().name())).toList(),
                all.stream().filter(one -> match.contains(one.column().name())).toList()), keys);
    }

    /// Removes the rows of the owners but for those kept, where any are.
    public Plan.Write prune(Table table, Objects owners, Objects kept) {
        var change = new Change.Prune(
                owners.payload(), assigned(table, owners.columns(), owners.linked()),
                kept == null ? NOTHING : kept.payload(),
                kept == null ? List.of() : assigned(table, kept.columns(), kept.linked()));
        return WritePlanner.write(
                catalog, table, change, keys(List.of()), Returned.NOTHING, options);
    }

    /// Rows as they are in the end, shaped as `shape` says: those that [#found] names.
    public Plan.Write shown(Table table, Shape shape, Returned returned) {
        var nothing = new Change.Find(NOTHING, List.of());
        Plan.Write plan = WritePlanner.write(catalog, table, nothing,
                WritePlanner.withoutTopFilters(shape), returned, options);
        if (plan.result() == null || plan.result().grouped()) {
            return plan;
        }
        // A join may mix what the statement's first part has put in order.
        List<Plan.Ordering> orders = new ArrayList<>(plan.result().orders());
        orders.add(new Plan.Ordering(NUMBER_SHOWN, null, null));
        return with(plan, plan.result().withOrders(orders));
    }

    /// The same for the rows with these keys, in the order of the objects.
    public Plan.Write found(Plan.Write shown, Objects objects) {
        return with(shown, new Change.Find(objects.payload(),
                assigned(shown.table(), objects.columns(), objects.linked())));
    }

    /// Shows these columns as text.
    public static Shape keys(Collection<String> columns) {
        List<Selected> select = new ArrayList<>();
        columns.forEach(column -> select.add(
                new Selected.Column(Field.of(column), null, "text", null, null)));
        return new Shape(select, List.of(), List.of(), List.of());
    }

    private Plan.Write numbered(Table table, Change change, Collection<String> keys) {
        Plan.Write plan = WritePlanner.write(
                catalog, table, change, keys(keys), Returned.ROWS, options);
        List<Output> outputs = new ArrayList<>(plan.result().outputs());
        outputs.add(new Output.Value(NUMBER_SHOWN, null, null, NUMBER, false));
        return with(plan, plan.result().withOutputs(outputs));
    }

    private List<Assigned> assigned(
            Table table, Collection<String> columns, Set<String> linked) {
        return textual(columns.stream()
                .map(name -> WritePlanner.assigned(catalog, table.columns().get(name)))
                .toList(), linked);
    }

    private static List<Assigned> textual(List<Assigned> columns, Set<String> linked) {
        return columns.stream().map(one -> linked.contains(one.column().name())
                ? new Assigned(one.column(), null, one.merge()) : one).toList();
    }

    private static Plan.Write with(Plan.Write plan, Change change) {
        return new Plan.Write(plan.table(), change, plan.where(), plan.returning(),
                plan.result(), plan.returned(), plan.renamed());
    }

    private static Plan.Write with(Plan.Write plan, Plan.Node result) {
        return new Plan.Write(plan.table(), plan.change(), plan.where(), plan.returning(),
                result, plan.returned(), plan.renamed());
    }
}
