package dev.loam.kernel.catalog;

import dev.loam.base.name.TableName;
import dev.loam.ports.database.Rows;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The relations of the exposed schemas, by object id, in the order of their names.
final class SchemaRelations {
    // Bits of pg_relation_is_updatable.
    private static final int UPDATE = 4;
    private static final int INSERT = 8;
    private static final int DELETE = 16;

    private final Map<Long, Relation> relations = new LinkedHashMap<>();
    private final Set<TableName> names = new HashSet<>();

    SchemaRelations(Rows rows) {
        for (int row = 0; row < rows.size(); row++) {
            long id = rows.number(row, 0, 0);
            var name = new TableName(rows.text(row, 1), rows.text(row, 2));
            names.add(name);
            relations.put(id, new Relation(id, name, kind(rows.text(row, 3)), rows.text(row, 4),
                    (int) rows.number(row, 5, 0)));
        }
    }

    private record Relation(
            long id, TableName name, Table.Kind kind, String comment, int writes) {
        boolean takes(int write) {
            return (writes & write) != 0;
        }
    }

    /// The name of an exposed relation, null for another.
    TableName name(long id) {
        Relation relation = relations.get(id);
        return relation == null ? null : relation.name();
    }

    boolean contains(TableName name) {
        return names.contains(name);
    }

    /// `primary` gives the key of views as well; `triggered` are the relations with triggers.
    Map<TableName, Table> tables(
            SchemaColumns columns, SchemaKeys keys, Map<Long, int[]> primary,
            Set<Long> triggered, ViewColumns views) {
        var tables = new LinkedHashMap<TableName, Table>();
        for (Relation relation : relations.values()) {
            int[] key = primary.getOrDefault(relation.id(), new int[0]);
            List<String> names = columns.names(relation.id(), key);
            boolean triggers = triggered.contains(relation.id())
                    || views.below(relation.id()).stream().anyMatch(triggered::contains);
            tables.put(relation.name(), new Table(relation.name(), relation.kind(),
                    relation.comment(), relation.takes(INSERT), relation.takes(UPDATE),
                    relation.takes(DELETE), triggers, names == null ? List.of() : names,
                    columns.named(relation.id()), unique(relation.id(), columns, keys)));
        }
        return tables;
    }

    /// Of the unique constraints whose columns are never null, the one of the fewest columns; of
    /// several, the one whose columns come first.
    private static List<String> unique(long id, SchemaColumns columns, SchemaKeys keys) {
        Map<Integer, Column> known = columns.numbered(id);
        return keys.unique(id).stream()
                .filter(set -> set.stream().allMatch(number ->
                        known.containsKey(number) && !known.get(number).nullable()))
                .map(set -> set.stream().sorted().toList())
                .min(Comparator.<List<Integer>>comparingInt(List::size)
                        .thenComparing(List::toString))
                .map(numbers -> numbers.stream().map(number -> known.get(number).name()).toList())
                .orElse(List.of());
    }

    /// The primary keys of these relations: a table's own, and for a view those of the base tables
    /// of which it shows the whole key.
    Map<Long, int[]> primaryKeys(SchemaKeys keys, ViewColumns views) {
        var primary = new LinkedHashMap<Long, int[]>();
        for (long id : relations.keySet()) {
            int[] own = keys.primary(id);
            if (own != null) {
                primary.put(id, own);
                continue;
            }
            var shown = new LinkedHashSet<Integer>();
            for (long table : views.tablesOf(id)) {
                int[] key = keys.primary(table);
                List<int[]> ways = key == null ? List.of() : views.ways(table, key, id);
                if (!ways.isEmpty()) {
                    Arrays.stream(ways.getFirst()).forEach(shown::add);
                }
            }
            if (!shown.isEmpty()) {
                primary.put(id, shown.stream().mapToInt(Integer::intValue).toArray());
            }
        }
        return primary;
    }

    private static Table.Kind kind(String relkind) {
        return switch (relkind) {
            case "r" -> Table.Kind.TABLE;
            case "p" -> Table.Kind.PARTITIONED_TABLE;
            case "v" -> Table.Kind.VIEW;
            case "m" -> Table.Kind.MATERIALIZED_VIEW;
            case "f" -> Table.Kind.FOREIGN_TABLE;
            default -> throw new IllegalArgumentException("relkind " + relkind);
        };
    }
}
