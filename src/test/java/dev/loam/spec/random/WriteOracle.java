package dev.loam.spec.random;

import dev.loam.spec.random.Read.Item;
import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Schema.Edge;
import dev.loam.spec.random.Write.Resolution;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The SQL that a person would write for a write.
final class WriteOracle {
    private WriteOracle() {
    }

    /// One text: the written rows, shown as asked where `shown`, as a JSON array.
    static String sql(Write write, boolean shown) {
        return "with written as (" + change(write, shown) + ") select coalesce(json_agg("
                + (shown ? ReadOracle.written(write.read()) : "'1'::json")
                + "), '[]')::text from written";
    }

    private static String change(Write write, boolean shown) {
        String table = write.table().sql();
        String columns = shown ? needed(write.read()) : "1";
        return switch (write.way()) {
            case INSERT, PUT -> insert(write, table) + " returning " + columns;
            case UPDATE -> "update " + table + " as t set " + write.columns().stream()
                    .map(column -> Sql.quoted(column.name()) + " = "
                            + value(column, write.rows().getFirst(), write.defaults()))
                    .collect(Collectors.joining(", "))
                    + " where " + ReadOracle.where(write.read(), "t") + " returning " + columns;
            case DELETE -> "delete from " + table + " as t where "
                    + ReadOracle.where(write.read(), "t") + " returning " + columns;
        };
    }

    private static String insert(Write write, String table) {
        List<String> names = write.columns().stream().map(Column::name).toList();
        String into = "insert into " + table + " (" + Sql.list(names) + ") ";
        if (write.rows().isEmpty()) {
            return into + "select " + write.columns().stream()
                    .map(column -> "null::" + column.kind().sql())
                    .collect(Collectors.joining(", ")) + " where false";
        }
        return into + "values " + write.rows().stream()
                .map(row -> "(" + write.columns().stream()
                        .map(column -> value(column, row, write.defaults()))
                        .collect(Collectors.joining(", ")) + ")")
                .collect(Collectors.joining(", ")) + conflict(write, names);
    }

    private static String conflict(Write write, List<String> names) {
        if (write.resolution() == Resolution.NONE) {
            return "";
        }
        return " on conflict (" + Sql.list(write.table().key()) + ") do "
                + (write.resolution() == Resolution.IGNORE ? "nothing"
                        : "update set " + names.stream()
                                .map(name -> Sql.quoted(name) + " = excluded." + Sql.quoted(name))
                                .collect(Collectors.joining(", ")));
    }

    private static String value(Column column, Map<String, String> row, boolean defaults) {
        return defaults && !row.containsKey(column.name()) ? "default"
                // What is searched for missing keys is no verbatim JSON any more.
                : (defaults && column.kind() == Kind.JSON ? Kind.JSONB : column.kind())
                        .literal(row.get(column.name()));
    }

    private static boolean takesRow(Item item) {
        return item instanceof Item.Embed embed && embed.edge() instanceof Edge.Computed
                || item instanceof Item.Value value && !value.operand().column().stored();
    }

    /// The columns that what is shown stands on: nobody need be allowed to read the others.
    private static String needed(Read read) {
        List<String> all = read.from().columns().stream().filter(Column::stored)
                .map(Column::name).toList();
        if (read.items().stream().anyMatch(WriteOracle::takesRow)) {
            return Sql.list(all);
        }
        Set<String> names = new LinkedHashSet<>();
        for (Item item : read.items()) {
            switch (item) {
                case Item.Star _ -> names.addAll(all);
                case Item.Value value -> names.add(value.operand().column().name());
                case Item.Aggregate _ -> {
                }
                case Item.Embed embed -> {
                    switch (embed.edge()) {
                        case Edge.Up up -> names.addAll(up.link().own());
                        case Edge.Down down -> names.addAll(down.link().other());
                        case Edge.Across across -> names.addAll(across.near().other());
                        case Edge.Computed _ -> throw new IllegalStateException("a whole row");
                    }
                }
            }
        }
        return names.isEmpty() ? "1" : Sql.list(List.copyOf(names));
    }
}
