package dev.loam.kernel.query;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Asked.Payload;
import dev.loam.ports.database.Footprint.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What will be done: names resolved, legal, typed; no SQL yet.
public sealed interface Plan {
    /// Embedded relations that filters, orders or slices named by their target, not their alias.
    List<Renamed> renamed();

    /// Whether aggregate functions were asked for, at any depth.
    default boolean aggregates() {
        return switch (this) {
            case Read read -> read.root().aggregates();
            case Write write -> write.result() != null && write.result().aggregates();
            case Call call -> call.result().aggregates();
        };
    }

    /// What the statement of a read touches beside the relations and functions that it names.
    /// `known` is false where it may call more of the database's own than `calls`, or may yield
    /// something else later though nothing of the database has changed. `pins` are the rows of its
    /// relation that alone matter; none where all of them do.
    record Touched(boolean known, Set<FunctionName> calls, List<Pin> pins) {
    }

    /// A name that was used, and the one that should have been.
    record Renamed(String target, String alias) {
    }

    /// Rows of a relation, with their related rows. `totalMax` bounds an estimated total's
    /// counting, null for none. `keyset` is null unless they are a page of a walk along a key.
    record Read(
            Table table, Node root, Asked.Totals totals, Long totalMax, List<Renamed> renamed,
            Keyset keyset, Touched touched) implements Plan {
        /// The names of a row's members, in order.
        public List<String> names() {
            List<String> names = new ArrayList<>();
            for (Output output : root.outputs()) {
                if (output instanceof Output.Star) {
                    names.addAll(table.columns().keySet());
                } else {
                    names.add(output.name());
                }
            }
            return names;
        }

        /// The most rows there can be, as far as is told here: the limit, or one where the values
        /// of a key are given.
        public long rowsMax() {
            Long limit = root.slice().limit();
            return givesKey() ? 1 : limit == null ? Long.MAX_VALUE : limit;
        }

        private boolean givesKey() {
            return !table.rowKey().isEmpty() && table.rowKey().stream().allMatch(
                    column -> root.where().stream().anyMatch(where -> where.gives(column)));
        }

        /// The same, cut after so many rows.
        public Read cutAfter(long rows) {
            var slice = new Asked.Slice(root.slice().offset(), rows);
            return new Read(
                    table, root.withSlice(slice), totals, totalMax, renamed, keyset, touched);
        }
    }

    /// The total order of a page's rows, and the values of the row it follows: one for each term,
    /// or null for the first page.
    record Keyset(List<KeyTerm> terms, List<String> after) {
    }

    /// One term of a total order. `type` is null where PostgreSQL knows it by itself; `nullable`
    /// where the term may be null.
    record KeyTerm(Ordering ordering, String type, boolean nullable) {
        boolean descending() {
            return Boolean.TRUE.equals(ordering.descending());
        }

        /// PostgreSQL's default where none is asked for: nulls are the largest values.
        boolean nullsFirst() {
            return ordering.nullsFirst() == null ? descending() : ordering.nullsFirst();
        }
    }

    /// New, changed or removed rows. `returning` are the columns that `result` (a node over the
    /// written rows) and the `Location` need; `result` is null when nothing is given back.
    record Write(
            Table table, Change change, List<Where> where, List<String> returning, Node result,
            Asked.Returned returned, List<Renamed> renamed) implements Plan {
        /// The same insert of other rows, which set the same columns.
        public Write withRows(Asked.Payload rows) {
            var insert = (Change.Insert) change;
            return new Write(table, new Change.Insert(rows, insert.columns(), insert.defaults(),
                    insert.conflict(), insert.resolution(), insert.put()),
                    where, returning, result, returned, renamed);
        }
    }

    /// A function call. `result` shapes its rows, or the rows of one value that plain values are.
    record Call(
            Source.Called called, Node result, Asked.Totals totals, List<Renamed> renamed,
            Touched touched) implements Plan {
        public Function function() {
            return called.function();
        }
    }

    /// A column that a payload sets; `through` is the function that makes its value of JSON, null
    /// where PostgreSQL reads the member by the column's own type. With `merge` the column's
    /// document is changed, not replaced.
    record Assigned(Column column, String through, MergePatch.Members merge) {
    }

    /// A column as JSON; `through` is the function that shows its domain so, null for none.
    record Seen(Column column, String through) {
    }

    /// The change a write makes. `columns` are those set from the payload.
    sealed interface Change {
        /// `conflict` names the columns of the `ON CONFLICT` target; empty for none. With `put` the
        /// payload's row counts only when the plan's `where` holds for it.
        record Insert(
                Payload payload, List<Assigned> columns, boolean defaults,
                List<String> conflict, Asked.Resolution resolution, boolean put)
                implements Change {
        }

        record Update(Payload payload, List<Assigned> columns, boolean defaults)
                implements Change {
        }

        /// `seen` are all columns that the operations name, as rows show them.
        record Patch(List<JsonPatch> operations, List<Seen> seen, List<Assigned> columns)
                implements Change {
        }

        record Delete() implements Change {
        }

        /// No change: the rows that `match` the objects of the payload, in its order. Each object
        /// has its number beside its columns ([RelatedPlanner#NUMBER]).
        record Find(Payload payload, List<Assigned> match) implements Change {
        }

        /// The rows that `match` the objects of the payload, each changed by its own one. Numbered
        /// as those of [Find].
        record Amend(Payload payload, List<Assigned> columns, List<Assigned> match)
                implements Change {
        }

        /// Removes the rows whose columns `owned` are as one of the `owners` has them, but none
        /// whose `keys` are as one of the `kept` has them.
        record Prune(Payload owners, List<Assigned> owned, Payload kept, List<Assigned> keys)
                implements Change {
        }
    }

    /// The arguments that a call passes.
    sealed interface Given {
        /// Members of a JSON object, of the first one of an array.
        record Json(byte[] utf8, boolean array, List<Function.Parameter> parameters)
                implements Given {
        }

        /// Values of a query string; one each, several for a variadic or array parameter.
        record Named(List<Argument> arguments) implements Given {
        }

        /// One unnamed parameter, taking the whole body.
        record Whole(byte[] body, Function.Parameter parameter) implements Given {
        }

        record Argument(Function.Parameter parameter, List<String> values) {
        }
    }

    /// One relation of the tree of a read.
    ///
    /// `alias` qualifies its columns in SQL. `grouped` when an aggregate makes all other outputs
    /// grouping keys. `hidden` are columns that only the parent's ordering needs.
    record Node(
            Source source, String alias, List<Output> outputs, List<Where> where,
            List<Ordering> orders, Asked.Slice slice, List<Child> children, boolean grouped,
            List<Operand> hidden) {
        /// Names of everything a row of this node shows, in order.
        List<String> names() {
            return outputs.stream().map(Output::name).toList();
        }

        boolean aggregates() {
            return grouped || children.stream().anyMatch(child -> child.node().aggregates());
        }

        Node withOutputs(List<Output> newOutputs) {
            return new Node(source, alias, newOutputs, where, orders, slice, children, grouped,
                    hidden);
        }

        Node ungrouped() {
            return new Node(source, alias, outputs, where, orders, slice, children, false,
                    hidden);
        }

        Node withOrders(List<Ordering> newOrders) {
            return new Node(source, alias, outputs, where, newOrders, slice, children, grouped,
                    hidden);
        }

        Node withSlice(Asked.Slice newSlice) {
            return new Node(source, alias, outputs, where, orders, newSlice, children, grouped,
                    hidden);
        }

        Node withSource(Source newSource) {
            return new Node(newSource, alias, outputs, where, orders, slice, children, grouped,
                    hidden);
        }
    }

    /// Where rows come from.
    sealed interface Source {
        record Relation(TableName name) implements Source {
        }

        /// A named part of the same statement: the rows it writes, say.
        record Part(String name) implements Source {
        }

        /// The rows that a function yields.
        record Called(Function function, Given given) implements Source {
        }
    }

    /// A related node. `join` is the SQL alias of its lateral join.
    record Child(Node node, Relationship relationship, String name, String join, boolean inner,
            boolean spread) {
        boolean toOne() {
            return relationship.toOne();
        }
    }

    /// One member of a row. `name` is what clients see.
    sealed interface Output {
        String name();

        /// A column or path, perhaps cast, or shown `through` the function that makes JSON of its
        /// domain (null for none). `named` when SQL has to say the name.
        record Value(
                Operand operand, String cast, String through, String name, boolean named)
                implements Output {
        }

        /// An aggregate over the node's rows; a null operand counts them.
        record Aggregated(
                Selected.Aggregate aggregate, Operand operand, String cast, String resultCast,
                String name) implements Output {
        }

        /// All columns of the node's relation.
        record Star() implements Output {
            @Override
            public String name() {
                return "*";
            }
        }

        /// The number one, which is null where a joined row is missing: for counting them.
        record One(String name) implements Output {
        }

        /// The related rows as a JSON object or array.
        record Embedded(Child child, String name) implements Output {
        }

        /// A column of a spread to-one child, or an array of a spread to-many child's column.
        record Spread(Child child, String column, String name) implements Output {
        }

        /// An aggregate that a spread child asked for, taken over its parent's rows.
        record SpreadAggregated(
                Child child, Selected.Aggregate aggregate, String column, String resultCast,
                String name) implements Output {
        }
    }

    /// A column with a JSON path. `jsonFirst` when it must be turned into JSON before the path can
    /// be followed; `text` when it is no tsvector, so that full-text search has to make one.
    record Operand(String qualifier, Field field, boolean jsonFirst, boolean text) {
    }

    /// A condition on a node's rows.
    sealed interface Where {
        /// Whether it holds for one value of a column only.
        default boolean gives(String column) {
            return this instanceof Test(
                            Operand operand, boolean negated, Condition.Test.Binary binary, _)
                    && !negated && operand.field().equals(Field.of(column))
                    && binary.operator() == Condition.Operator.EQ && binary.quantifier() == null;
        }

        /// `through` is the function that makes the operand's domain of a text, null where
        /// PostgreSQL reads values by the operand's own type.
        record Test(Operand operand, boolean negated, Condition.Test test, String through)
                implements Where {
        }

        record Group(boolean negated, boolean any, List<Where> members) implements Where {
        }

        /// Whether there are related rows.
        record Present(Child child, boolean present) implements Where {
        }

        /// How many related rows there are, whatever their cut.
        record Counted(
                Child child, boolean negated, Condition.Operator operator, long number)
                implements Where {
        }
    }

    record Ordering(Operand operand, Boolean descending, Boolean nullsFirst) {
    }
}
