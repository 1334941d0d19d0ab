package dev.loam.kernel.lineage;

import dev.loam.ports.database.Rows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Operators and casts that are not PostgreSQL's own.
///
/// `functions` are those behind operators by the operators' numbers, `byName` by their names;
/// `casts` those behind casts; `toJson` among them those that are called wherever JSON is made.
record Operators(
        Map<Long, Long> functions, Map<String, Set<Long>> byName, Set<Long> casts,
        Set<Long> toJson) {
    /// Of the rows of `operators.sql`.
    static Operators of(Rows rows) {
        var functions = new HashMap<Long, Long>();
        var byName = new HashMap<String, Set<Long>>();
        var casts = new HashSet<Long>();
        var toJson = new HashSet<Long>();
        for (int row = 0; row < rows.size(); row++) {
            long operator = rows.number(row, 0, 0);
            long function = rows.number(row, 2, 0);
            if (operator != 0) {
                functions.put(operator, function);
                byName.computeIfAbsent(rows.text(row, 1), _ -> new HashSet<>()).add(function);
            } else {
                casts.add(function);
                if (rows.text(row, 3).equals("t")) {
                    toJson.add(function);
                }
            }
        }
        return new Operators(functions, byName, casts, toJson);
    }
}
