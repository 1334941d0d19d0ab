package dev.loam.modules.rest.nested;

import dev.loam.kernel.catalog.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rows that an insert leaves alone since they are there already, in the table or in the body. What
/// is nested in them still needs their keys.
record Twins(Steps steps, Table table, Set<String> keys, String place) {
    /// The rows that are not there, each of them once. The others have their keys noted, or share
    /// those of the one that is inserted.
    List<Row> strangers(List<Row> rows, Set<String> conflict) {
        List<Row> named = rows.stream().filter(row -> row.carries(conflict)).toList();
        Set<Row> missing = new HashSet<>(steps.find(table, named, conflict, keys, place));
        List<Row> strangers = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (Row row : rows) {
            boolean once = !row.carries(conflict)
                    || missing.contains(row) && seen.add(values(row, conflict));
            if (once) {
                strangers.add(row);
            }
        }
        return strangers;
    }

    /// Gives the keys of rows that were written to those that are the same and were not.
    static void share(List<Row> written, List<Row> all, Set<String> conflict) {
        if (written.size() == all.size()) {
            return;
        }
        Map<List<String>, Row> firsts = new HashMap<>();
        written.stream().filter(row -> row.carries(conflict))
                .forEach(row -> firsts.putIfAbsent(values(row, conflict), row));
        for (Row row : all) {
            Row first = row.carries(conflict) ? firsts.get(values(row, conflict)) : null;
            if (first != null) {
                row.written(first.keys());
            }
        }
    }

    private static List<String> values(Row row, Set<String> columns) {
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            Slice slice = row.columns().get(column);
            values.add(slice == null ? row.linked().get(column)
                    : slice.plain() == null ? slice.toString() : slice.plain());
        }
        return values;
    }
}
