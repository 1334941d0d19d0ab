package dev.loam.kernel.catalog;

import dev.loam.base.name.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the database says of one relation or composite type, in object ids and column numbers, as
/// far as it can be told without looking at others.
///
/// `kind` is null for a composite type. `writes` are the bits of pg_relation_is_updatable; `acts`
/// says that a write may run a trigger or rule of this relation's own; `parents` are what it is a
/// partition or child of; `textsDiffer` as in [Table]. `shape` is null where nobody needs the
/// columns. `shows` are the columns of other relations that a view passes on.
record Relation(
        long id, TableName name, Table.Kind kind, boolean exposed, String comment, int writes,
        boolean acts, List<Long> parents, boolean textsDiffer, Shape shape, Keys keys,
        Map<Integer, ViewColumns.ColumnId> shows) {
    // Bits of pg_relation_is_updatable.
    private static final int UPDATE = 4;
    private static final int INSERT = 8;
    private static final int DELETE = 16;

    /// Columns with their numbers and types, side by side, and by name.
    record Shape(int[] numbers, List<SchemaTypes.Key> types, ColumnsByName columns) {
    }

    /// The primary key's columns in its order, null where there is none; the foreign keys, in
    /// the order of their names; where there is no primary key, the column sets of the unique
    /// constraints, the fewest columns first; and the checks of an exposed table.
    record Keys(
            int[] primary, List<ForeignKey> foreign, List<List<Integer>> unique,
            List<Check> checks) {
        static final Keys NONE = new Keys(null, List.of(), List.of(), List.of());
    }

    /// Columns `own` hold the key in columns `other` of `target`. `unique` where they are exactly a
    /// key of their own table. `hiddenColumns` are the names of the `own` columns where that table
    /// is not exposed.
    record ForeignKey(
            long id, String name, int[] own, long target, int[] other, boolean unique,
            List<String> hiddenColumns) {
    }

    boolean insertable() {
        return (writes & INSERT) != 0;
    }

    boolean updatable() {
        return (writes & UPDATE) != 0;
    }

    boolean deletable() {
        return (writes & DELETE) != 0;
    }

    /// The names of columns, null where one is not known.
    List<String> columnNames(int[] numbers) {
        var names = new ArrayList<String>(numbers.length);
        for (int number : numbers) {
            Column column = column(number);
            if (column == null) {
                return null;
            }
            names.add(column.name());
        }
        return List.copyOf(names);
    }

    /// The columns of the first unique constraint none of whose columns is ever null; none where
    /// there is a primary key, or no such constraint.
    List<String> uniqueKey() {
        return keys.unique().stream()
                .map(numbers -> numbers.stream().map(this::column).toList())
                .filter(columns -> columns.stream()
                        .allMatch(column -> column != null && !column.nullable()))
                .map(columns -> columns.stream().map(Column::name).toList())
                .findFirst().orElse(List.of());
    }

    private Column column(int number) {
        int[] numbers = shape == null ? new int[0] : shape.numbers();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == number) {
                return shape.columns().values().get(i);
            }
        }
        return null;
    }
}
