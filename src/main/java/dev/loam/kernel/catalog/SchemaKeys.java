package dev.loam.kernel.catalog;

import dev.loam.base.name.TableName;
import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Primary, unique and foreign keys of base tables, in object ids and column numbers.
final class SchemaKeys {
    private final Map<Long, int[]> primary = new HashMap<>();
    private final Map<Long, Set<Set<Integer>>> unique = new HashMap<>();
    private final List<ForeignKey> foreign = new ArrayList<>();

    SchemaKeys(Rows rows) {
        for (int row = 0; row < rows.size(); row++) {
            long table = rows.number(row, 3, 0);
            int[] columns = columns(rows.text(row, 4));
            if (!rows.text(row, 2).equals("f")) {
                unique.computeIfAbsent(table, _ -> new HashSet<>()).add(set(columns));
            }
            if (rows.text(row, 2).equals("p")) {
                primary.put(table, columns);
            }
        }
        for (int row = 0; row < rows.size(); row++) {
            if (rows.text(row, 2).equals("f")) {
                foreign.add(foreignKey(rows, row));
            }
        }
    }

    /// Columns `own` of `table` hold the key in columns `other` of `target`. `unique` where they
    /// are exactly a key of `table`. `hidden` is the table's name where it is not exposed, with the
    /// names of its `own` columns; else null.
    record ForeignKey(
            long id, String name, long table, int[] own, long target, int[] other,
            boolean unique, TableName hidden, List<String> hiddenColumns) {
    }

    private ForeignKey foreignKey(Rows rows, int row) {
        long table = rows.number(row, 3, 0);
        int[] own = columns(rows.text(row, 4));
        String schema = rows.text(row, 7);
        return new ForeignKey(rows.number(row, 0, 0), rows.text(row, 1), table, own,
                rows.number(row, 5, 0), columns(rows.text(row, 6)),
                unique.getOrDefault(table, Set.of()).contains(set(own)),
                schema == null ? null : new TableName(schema, rows.text(row, 8)),
                CellText.strings(rows.text(row, 9)));
    }

    /// The primary key's columns in its order, null where there is none.
    int[] primary(long table) {
        return primary.get(table);
    }

    /// The column sets of unique constraints, the primary key's among them.
    Set<Set<Integer>> unique(long table) {
        return unique.getOrDefault(table, Set.of());
    }

    List<ForeignKey> foreign() {
        return foreign;
    }

    static Set<Integer> set(int[] columns) {
        var set = new HashSet<Integer>();
        Arrays.stream(columns).forEach(set::add);
        return set;
    }

    private static int[] columns(String text) {
        return Arrays.stream(CellText.numbers(text)).mapToInt(Math::toIntExact).toArray();
    }
}
