package dev.loam.kernel.lineage;

import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Operators and casts that are not PostgreSQL's own.
///
/// `functions` are those behind operators by the operators' numbers, `byName` by their names;
/// `toJson` those behind casts that are called wherever JSON is made.
record Operators(
        Map<Long, Long> functions, Map<String, Set<Long>> byName, List<Cast> casts,
        Set<Long> toJson) {
    /// A cast by a function; `type` and `typeName` are those of the type that has to be named to
    /// have it, 0 and null for a cast that happens by itself.
    record Cast(long function, long type, String typeName) {
    }

    /// Of the rows of `operators.sql`.
    static Operators of(Rows rows) {
        var functions = new HashMap<Long, Long>();
        var byName = new HashMap<String, Set<Long>>();
        var casts = new ArrayList<Cast>();
        var toJson = new HashSet<Long>();
        for (int row = 0; row < rows.size(); row++) {
            long operator = rows.number(row, 0, 0);
            long function = rows.number(row, 2, 0);
            if (operator != 0) {
                functions.put(operator, function);
                byName.computeIfAbsent(rows.text(row, 1), _ -> new HashSet<>()).add(function);
            } else {
                casts.add(new Cast(function, rows.number(row, 4, 0), rows.text(row, 5)));
                if (rows.text(row, 3).equals("t")) {
                    toJson.add(function);
                }
            }
        }
        return new Operators(functions, byName, casts, toJson);
    }
}
