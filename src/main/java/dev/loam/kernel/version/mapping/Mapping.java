package dev.loam.kernel.version.mapping;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How a version of the API differs in names from its schema: its tables and functions, by what
/// the version calls them. What is not named is the same.
public final class Mapping {
    private final String version;
    private final Map<String, Names> tables;
    private final Map<String, Callable> functions;
    private final Set<String> hiddenTables = new HashSet<>();
    private final Set<String> hiddenFunctions = new HashSet<>();

    /// A function: its arguments, and the table whose rows it returns, null for something else.
    record Callable(Names arguments, String returns) {
    }

    Mapping(String version, Map<String, Names> tables, Map<String, Callable> functions) {
        this.version = version;
        this.tables = Map.copyOf(tables);
        this.functions = Map.copyOf(functions);
        tables.values().forEach(names -> hiddenTables.add(names.now()));
        hiddenTables.removeAll(tables.keySet());
        functions.values().forEach(function -> hiddenFunctions.add(function.arguments().now()));
        hiddenFunctions.removeAll(functions.keySet());
    }

    String version() {
        return version;
    }

    /// The names of a table of the version. Fails: 400 where the version has none.
    Names table(String name) {
        Names names = tables.get(name);
        if (names != null) {
            return names;
        }
        Names same = Names.same(version, name);
        if (hiddenTables.contains(name)) {
            throw same.unknown(name);
        }
        return same;
    }

    /// The same for what may be the name of a relationship from `around` instead.
    Names related(Names around, String name) {
        String table = around.embedded().get(name);
        return table == null ? table(name) : table(table);
    }

    /// The names of the table that a member of a body holds rows of, null for none that differs.
    Names nested(Names around, String name) {
        String table = around.embedded().getOrDefault(name, name);
        return tables.get(table);
    }

    /// A function of the version. Fails: 400 where the version has none.
    Callable function(String name) {
        Callable function = functions.get(name);
        if (function != null) {
            return function;
        }
        Names same = Names.same(version, name);
        if (hiddenFunctions.contains(name)) {
            throw same.unknown(name);
        }
        return new Callable(same, null);
    }
}
