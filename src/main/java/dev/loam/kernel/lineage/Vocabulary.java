package dev.loam.kernel.lineage;

import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every name that a text of SQL can use, and all it may mean, in whatever schema that is.
final class Vocabulary {
    private final Map<String, List<ReadRelation>> relations = new HashMap<>();
    private final Map<String, List<Named>> functions = new HashMap<>();
    private final Set<String> schemas = new HashSet<>(Set.of("pg_catalog", "information_schema"));
    private final Builtins builtins;
    private final Operators operators;
    private final Types types;

    /// `functionRows` are those of `functions.sql`.
    Vocabulary(
            Collection<ReadRelation> allRelations, Rows functionRows, Builtins builtins,
            Operators operators, Types types) {
        this.builtins = builtins;
        this.operators = operators;
        this.types = types;
        for (ReadRelation relation : allRelations) {
            schemas.add(relation.name().schema());
            relations.computeIfAbsent(relation.name().name(), _ -> new ArrayList<>(1))
                    .add(relation);
        }
        for (int row = 0; row < functionRows.size(); row++) {
            String schema = functionRows.text(row, 1);
            schemas.add(schema);
            functions.computeIfAbsent(functionRows.text(row, 2), _ -> new ArrayList<>(1))
                    .add(new Named(functionRows.number(row, 0, 0), schema,
                            functionRows.text(row, 9).equals("t")));
        }
    }

    /// A function; `asColumn` where its name behind a row's is a call of it.
    record Named(long id, String schema, boolean asColumn) {
    }

    boolean isSchema(String name) {
        return schemas.contains(name);
    }

    List<ReadRelation> relations(String name) {
        return relations.getOrDefault(name, List.of());
    }

    /// Not PostgreSQL's own.
    List<Named> functions(String name) {
        return functions.getOrDefault(name, List.of());
    }

    Builtins builtins() {
        return builtins;
    }

    Operators operators() {
        return operators;
    }

    Types types() {
        return types;
    }
}
