package dev.loam.kernel.query;

import dev.loam.base.failure.Failure;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import java.util.List;
import java.util.Map;

/// What a caller asked for, dialect-free and unchecked against any catalog.
public sealed interface Asked {
    Shape shape();

    /// Rows of a relation. `paging` is null unless they are a page of a walk along a key.
    record Read(TableName target, Shape shape, Totals totals, boolean bodiless, Paging paging)
            implements Asked {
        public Read(TableName target, Shape shape, Totals totals, boolean bodiless) {
            this(target, shape, totals, bodiless, null);
        }
    }

    /// One page of rows in a total order. `after` are the values that the row before the page has
    /// by that order's terms, as PostgreSQL writes them and null for NULL; null for the first page.
    record Paging(List<String> after) {
    }

    /// New rows. `columns` null takes the payload's keys. `onConflict` null takes the primary key;
    /// it counts only with a `resolution`.
    record Insert(
            TableName target, Shape shape, Payload payload, List<String> columns,
            List<String> onConflict, Resolution resolution, boolean defaultsForMissing,
            Returned returned, Totals totals) implements Asked {
    }

    /// Exactly one row, put in place of the one with its primary key. The shape's filters must be
    /// `eq` on all of the key's columns and nothing else.
    record Put(
            TableName target, Shape shape, Payload payload, boolean defaultsForMissing,
            Returned returned) implements Asked {
    }

    /// Rows that change. `merges` are members of the payload that change a JSON document and do not
    /// take its place, by column.
    record Update(
            TableName target, Shape shape, Payload payload, List<String> columns,
            Map<String, MergePatch.Members> merges, boolean defaultsForMissing,
            Returned returned, Totals totals) implements Asked {
    }

    record Delete(TableName target, Shape shape, Returned returned, Totals totals)
            implements Asked {
    }

    /// A function call.
    record Call(
            FunctionName target, Shape shape, Arguments arguments, boolean readOnly,
            Totals totals, boolean bodiless) implements Asked {
    }

    /// What is selected, filtered, ordered and cut, at the top and at embedded relations.
    record Shape(
            List<Selected> select, List<At<Condition>> filters, List<At<List<Order>>> orders,
            List<At<Slice>> slices) {
        public static final Shape ALL =
                new Shape(List.of(Selected.Column.ALL), List.of(), List.of(), List.of());
    }

    /// Something that holds at an embedded relation: `path` names the way from the top by alias or
    /// target, empty for the top itself.
    record At<T>(List<String> path, T what) {
    }

    /// How many rows a result has before it is cut.
    enum Totals { NONE, EXACT, PLANNED, ESTIMATED }

    enum Resolution { MERGE, IGNORE }

    /// What a write gives back: nothing, the keys for a `Location`, or the rows.
    enum Returned { NOTHING, KEYS, ROWS }

    /// Rows offset…offset+limit; a null limit has no end.
    record Slice(long offset, Long limit) {
        public static final Slice WHOLE = new Slice(0, null);
    }

    /// A body to write from. `keys` are the column names it has, in order of first appearance.
    sealed interface Payload {
        List<String> keys();

        /// JSON text, UTF-8: an array of objects when `array`, else one object.
        record Json(byte[] utf8, boolean array, List<String> keys, int rows) implements Payload {
        }

        /// Operations that change rows one after the other.
        record Patch(List<JsonPatch> operations) implements Payload {
            /// The columns that are written.
            @Override
            public List<String> keys() {
                return operations.stream().flatMap(one -> one.written().stream()).distinct()
                        .toList();
            }
        }
    }

    /// Arguments of a function call.
    sealed interface Arguments {
        /// JSON object with the arguments by name. Of an `array` of such objects the first counts.
        /// `whole` says that it may as well be all of one unnamed parameter.
        record Json(byte[] utf8, boolean array, List<String> keys, boolean whole)
                implements Arguments {
        }

        /// Parameters of a query string; a name given several times has several values. What reads
        /// as a filter on the result is one (`filters`, by name), unless it is needed as an
        /// argument: then its text is that of `filterTexts`.
        record Named(Map<String, List<String>> values, Map<String, At<Condition>> filters,
                Map<String, List<String>> filterTexts) implements Arguments {
        }

        /// A whole body for one unnamed parameter. `kind` is its type: json, text, xml or bytea.
        /// `otherwise` is why it is refused where no function has such a parameter; null where the
        /// function is what is missing.
        record Whole(byte[] body, String kind, Failure otherwise) implements Arguments {
        }
    }
}
