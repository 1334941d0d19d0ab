package dev.loam.kernel.catalog;

import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The columns of relations, by the relation's object id and the column's number.
final class SchemaColumns {
    private final Map<Long, Map<Integer, Column>> columns = new HashMap<>();

    SchemaColumns(Rows rows, SchemaTypes types) throws CatalogUnreadable {
        for (int row = 0; row < rows.size(); row++) {
            var type = types.type(rows.number(row, 4, 0), (int) rows.number(row, 5, -1));
            boolean generated = rows.text(row, 8).equals("t");
            String defaultSql = rows.text(row, 6);
            if (defaultSql == null && !generated) {
                defaultSql = type.defaultSql();
            }
            var column = new Column(rows.text(row, 2), rows.text(row, 9),
                    rows.text(row, 3).equals("f") && !type.notNull(), type.text(),
                    type.baseText(), type.schema(), type.name(), type.lengthMax(), defaultSql,
                    rows.text(row, 7).equals("t"), generated, type.labels());
            columns.computeIfAbsent(rows.number(row, 0, 0), _ -> new LinkedHashMap<>())
                    .put((int) rows.number(row, 1, 0), column);
        }
    }

    /// By number, in order; empty for a relation that was not read.
    Map<Integer, Column> numbered(long relation) {
        return columns.getOrDefault(relation, Map.of());
    }

    /// In order; empty for a relation that was not read.
    List<Column> of(long relation) {
        return List.copyOf(numbered(relation).values());
    }

    Map<String, Column> named(long relation) {
        var named = new LinkedHashMap<String, Column>();
        numbered(relation).values().forEach(column -> named.put(column.name(), column));
        return Collections.unmodifiableMap(named);
    }

    /// The names of columns, null where one is not known.
    List<String> names(long relation, int[] numbers) {
        Map<Integer, Column> known = numbered(relation);
        var names = new ArrayList<String>(numbers.length);
        for (int number : numbers) {
            Column column = known.get(number);
            if (column == null) {
                return null;
            }
            names.add(column.name());
        }
        return List.copyOf(names);
    }
}
