package dev.loam.kernel.catalog;

import dev.loam.base.name.TableName;
import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Reads what the database says of relations, so many at a time that memory stays bounded.
final class RelationReader {
    private static final int CHUNK = 2_000;
    private static final Relation.Shape NO_COLUMNS =
            new Relation.Shape(new int[0], List.of(), new ColumnsByName(List.of()));

    private final CatalogQueries queries;
    private final SchemaTypes types;
    private final String schemas;
    private final Set<Long> rowTypes;
    private final Shared shared = new Shared();

    /// `rowTypes` are relations whose columns are needed though they are not exposed.
    RelationReader(
            CatalogQueries queries, SchemaTypes types, List<String> schemas,
            Set<Long> rowTypes) {
        this.queries = queries;
        this.types = types;
        this.schemas = CatalogQueries.names(schemas);
        this.rowTypes = rowTypes;
    }

    /// Those of the ids that are relations or composite types go to the sink.
    void read(Collection<Long> ids, Consumer<Relation> sink) throws CatalogUnreadable {
        List<Long> sorted = ids.stream().sorted().toList();
        for (int from = 0; from < sorted.size(); from += CHUNK) {
            chunk(sorted.subList(from, Math.min(sorted.size(), from + CHUNK)), sink);
        }
    }

    private void chunk(List<Long> ids, Consumer<Relation> sink) throws CatalogUnreadable {
        Rows rows = queries.rows("relations", CatalogQueries.numbers(ids), schemas);
        var shaped = new HashSet<Long>();
        var views = new ArrayList<Long>();
        for (int row = 0; row < rows.size(); row++) {
            long id = rows.number(row, 0, 0);
            if (isTrue(rows, row, 4) || rowTypes.contains(id)) {
                shaped.add(id);
            }
            if (kind(rows.text(row, 3)) == Table.Kind.VIEW
                    || kind(rows.text(row, 3)) == Table.Kind.MATERIALIZED_VIEW) {
                views.add(id);
            }
        }
        Map<Long, Relation.Shape> shapes = shapes(shaped);
        Map<Long, Relation.Keys> keys = keys(ids);
        Map<Long, Map<Integer, ViewColumns.ColumnId>> shows = shows(views);
        for (int row = 0; row < rows.size(); row++) {
            long id = rows.number(row, 0, 0);
            var name = new TableName(shared.one(rows.text(row, 1)), rows.text(row, 2));
            sink.accept(new Relation(id, name, kind(rows.text(row, 3)), isTrue(rows, row, 4),
                    rows.text(row, 5), (int) rows.number(row, 6, 0), isTrue(rows, row, 7),
                    parents(rows.text(row, 8)), isTrue(rows, row, 9),
                    shaped.contains(id) ? shapes.getOrDefault(id, NO_COLUMNS) : null,
                    keys.getOrDefault(id, Relation.Keys.NONE),
                    shows.getOrDefault(id, Map.of())));
        }
    }

    private Map<Long, Relation.Shape> shapes(Collection<Long> ids) throws CatalogUnreadable {
        Rows rows = ids.isEmpty() ? Rows.NONE
                : queries.rows("columns", CatalogQueries.numbers(ids));
        var keys = new ArrayList<SchemaTypes.Key>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            keys.add(shared.one(new SchemaTypes.Key(
                    rows.number(row, 4, 0), (int) rows.number(row, 5, SchemaTypes.PLAIN))));
        }
        types.learn(new HashSet<>(keys));
        var shapes = new HashMap<Long, Relation.Shape>();
        for (int from = 0, end = 0; from < rows.size(); from = end) {
            long id = rows.number(from, 0, 0);
            while (end < rows.size() && rows.number(end, 0, 0) == id) {
                end++;
            }
            var numbers = new int[end - from];
            var columns = new ArrayList<Column>(end - from);
            for (int row = from; row < end; row++) {
                numbers[row - from] = (int) rows.number(row, 1, 0);
                columns.add(column(rows, row, types.type(keys.get(row))));
            }
            shapes.put(id, new Relation.Shape(numbers, List.copyOf(keys.subList(from, end)),
                    new ColumnsByName(columns)));
        }
        return shapes;
    }

    private Column column(Rows rows, int row, SchemaTypes.Type type) {
        boolean generated = isTrue(rows, row, 8);
        String defaultSql = rows.text(row, 6);
        if (defaultSql == null && !generated) {
            defaultSql = type.defaultSql();
        }
        return shared.one(new Column(shared.one(rows.text(row, 2)), rows.text(row, 9),
                rows.text(row, 3).equals("f") && !type.notNull(), type.text(),
                type.baseText(), type.schema(), type.name(), type.lengthMax(), defaultSql,
                isTrue(rows, row, 7), generated, type.labels()));
    }

    private Map<Long, Relation.Keys> keys(List<Long> ids) throws CatalogUnreadable {
        Rows rows = queries.rows("constraints", CatalogQueries.numbers(ids), schemas);
        var keys = new HashMap<Long, Relation.Keys>();
        for (int from = 0, end = 0; from < rows.size(); from = end) {
            long id = rows.number(from, 3, 0);
            while (end < rows.size() && rows.number(end, 3, 0) == id) {
                end++;
            }
            keys.put(id, keys(rows, from, end));
        }
        return keys;
    }

    /// Of the rows of one relation.
    private static Relation.Keys keys(Rows rows, int from, int end) {
        int[] primary = null;
        var unique = new HashSet<Set<Integer>>();
        for (int row = from; row < end; row++) {
            String kind = rows.text(row, 2);
            if (kind.equals("p") || kind.equals("u")) {
                unique.add(SchemaRelations.set(numbers(rows.text(row, 4))));
            }
            if (kind.equals("p")) {
                primary = numbers(rows.text(row, 4));
            }
        }
        var foreign = new ArrayList<Relation.ForeignKey>();
        for (int row = from; row < end; row++) {
            if (rows.text(row, 2).equals("f")) {
                int[] own = numbers(rows.text(row, 4));
                foreign.add(new Relation.ForeignKey(rows.number(row, 0, 0), rows.text(row, 1),
                        own, rows.number(row, 5, 0), numbers(rows.text(row, 6)),
                        unique.contains(SchemaRelations.set(own)),
                        CellText.strings(rows.text(row, 7))));
            }
        }
        return new Relation.Keys(primary, List.copyOf(foreign),
                primary == null ? inOrder(unique) : List.of(), checks(rows, from, end));
    }

    private static List<Check> checks(Rows rows, int from, int end) {
        List<Check> checks = List.of();
        for (int row = from; row < end; row++) {
            if (rows.text(row, 2).equals("c")) {
                checks = checks.isEmpty() ? new ArrayList<>() : checks;
                checks.add(new Check(rows.text(row, 1), rows.text(row, 8)));
            }
        }
        return List.copyOf(checks);
    }

    private static List<List<Integer>> inOrder(Set<Set<Integer>> sets) {
        return sets.stream().map(set -> set.stream().sorted().toList())
                .sorted(Comparator.<List<Integer>>comparingInt(List::size)
                        .thenComparing(List::toString))
                .toList();
    }

    private static int[] numbers(String text) {
        return Arrays.stream(CellText.numbers(text)).mapToInt(Math::toIntExact).toArray();
    }

    private Map<Long, Map<Integer, ViewColumns.ColumnId>> shows(List<Long> views)
            throws CatalogUnreadable {
        var shows = new HashMap<Long, Map<Integer, ViewColumns.ColumnId>>();
        if (!views.isEmpty()) {
            queries.stream("views", rows -> {
                for (int row = 0; row < rows.size(); row++) {
                    shows.put(rows.number(row, 0, 0), ViewColumns.shows(rows.bytes(row, 1)));
                }
            }, CatalogQueries.numbers(views));
        }
        return shows;
    }

    private static boolean isTrue(Rows rows, int row, int column) {
        return "t".equals(rows.text(row, column));
    }

    private static List<Long> parents(String text) {
        return text == null ? List.of()
                : Arrays.stream(CellText.numbers(text)).boxed().toList();
    }

    private static Table.Kind kind(String relkind) {
        return switch (relkind) {
            case "r" -> Table.Kind.TABLE;
            case "p" -> Table.Kind.PARTITIONED_TABLE;
            case "v" -> Table.Kind.VIEW;
            case "m" -> Table.Kind.MATERIALIZED_VIEW;
            case "f" -> Table.Kind.FOREIGN_TABLE;
            default -> null;
        };
    }
}
