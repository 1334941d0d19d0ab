package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.ports.database.Rows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what PostgreSQL may call by itself; see `hidden-calls.sql` for the rows.
final class HiddenCallsReader {
    /// Stands for all types.
    private static final String ALL = "";

    private final Set<String> types = new HashSet<>();
    private final Map<String, Set<String>> uses = new HashMap<>();
    private final Map<String, Set<FunctionName>> calls = new HashMap<>();
    private final Map<String, List<HiddenCalls.OfRow>> columns = new HashMap<>();
    private final Set<FunctionName> defaults = new HashSet<>();

    private HiddenCallsReader() {
    }

    static HiddenCalls read(CatalogQueries queries) throws CatalogUnreadable {
        return of(queries.rows("hidden-calls"));
    }

    static HiddenCalls of(Rows rows) {
        var reader = new HiddenCallsReader();
        for (int row = 0; row < rows.size(); row++) {
            reader.add(rows, row);
        }
        return reader.made();
    }

    private void add(Rows rows, int row) {
        String type = rows.text(row, 1) == null ? ALL : HiddenCalls.plain(rows.text(row, 1));
        String other = rows.text(row, 2);
        var function = new FunctionName(rows.text(row, 3), rows.text(row, 4));
        switch (rows.text(row, 0)) {
            case "type" -> types.add(type);
            case "uses" -> uses.computeIfAbsent(type, _ -> new HashSet<>())
                    .add(HiddenCalls.plain(other));
            case "calls" -> calls.computeIfAbsent(type, _ -> new HashSet<>()).add(function);
            case "column" -> columns.computeIfAbsent(function.name(), _ -> new ArrayList<>())
                    .add(new HiddenCalls.OfRow(function, other));
            case "default" -> defaults.add(function);
            default -> throw new IllegalStateException("what is " + rows.text(row, 0) + "?");
        }
    }

    private HiddenCalls made() {
        var ofTypes = new HashMap<String, Set<FunctionName>>();
        for (String type : types) {
            Set<FunctionName> all = reached(type);
            if (all != null) {
                ofTypes.put(type, all);
            }
        }
        columns.replaceAll((_, list) -> List.copyOf(list));
        return new HiddenCalls(Map.copyOf(ofTypes), reached(ALL), Map.copyOf(columns),
                Set.copyOf(defaults));
    }

    /// What is called for a type and all that it is made of or becomes; null where one of these is
    /// not known.
    private Set<FunctionName> reached(String start) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<String>(List.of(start));
        var all = new HashSet<FunctionName>();
        while (!open.isEmpty()) {
            String type = open.pop();
            if (!seen.add(type)) {
                continue;
            }
            if (type.indexOf('.') >= 0 && !types.contains(type)) {
                if (!start.equals(ALL)) {
                    return null;
                }
                // Nothing is said of its values, which only a cast to it could make.
                continue;
            }
            all.addAll(calls.getOrDefault(type, Set.of()));
            open.addAll(uses.getOrDefault(type, Set.of()));
        }
        return Set.copyOf(all);
    }
}
