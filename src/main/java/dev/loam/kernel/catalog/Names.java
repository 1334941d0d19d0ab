package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The names of one catalog, for every "perhaps you meant". The index over a few names is made when
/// first asked for, and once; one over many takes too long for a request to wait: it is made by
/// [#prepare()], and until then nothing is suggested. Any number of threads may ask.
public final class Names {
    /// How similar the name of a relation or function must be to be suggested.
    public static final double NAME_MINIMUM = 0.75;
    /// How similar the name of a related relation must be to be suggested.
    public static final double RELATIONSHIP_MINIMUM = 0.33;
    /// How similar a list of parameters must be to be suggested.
    public static final double PARAMETERS_MINIMUM = 0.33;
    /// An index over so many is made in some ten milliseconds.
    public static final int FEW = 10_000;

    private final Shelf tables;
    private final Shelf related;
    private final Shelf functions;

    private Names(Shelf tables, Shelf related, Shelf functions) {
        this.tables = tables;
        this.related = related;
        this.functions = functions;
    }

    /// Names by schema, and the indexes over them that were made.
    private record Shelf(Map<String, List<String>> names, Map<String, NameIndex> indexes) {
        static Shelf of(Map<String, List<String>> names) {
            return new Shelf(names, new ConcurrentHashMap<>());
        }

        /// With the indexes of another shelf over the same names.
        Shelf takingFrom(Shelf other) {
            names.forEach((schema, list) -> {
                NameIndex index = other.indexes.get(schema);
                if (index != null && list.equals(other.names.get(schema))) {
                    indexes.put(schema, index);
                }
            });
            return this;
        }

        Optional<String> nearest(String schema, String asked, double minimum) {
            List<String> known = names.getOrDefault(schema, List.of());
            NameIndex index = known.size() > FEW ? indexes.get(schema)
                    : indexes.computeIfAbsent(schema, _ -> new NameIndex(known));
            return index == null ? Optional.empty() : index.nearest(asked, minimum);
        }

        void prepare() {
            names.forEach((schema, known) -> {
                if (known.size() > FEW && !indexes.containsKey(schema)) {
                    indexes.put(schema, new NameIndex(known));
                }
            });
        }
    }

    static Names of(
            Map<TableName, Table> tables, Map<TableName, List<Relationship>> relationships,
            Map<FunctionName, List<Function>> functions) {
        return new Names(Shelf.of(bySchema(tables.keySet())),
                Shelf.of(bySchema(relationships.keySet())), Shelf.of(functions(functions)));
    }

    /// Those of a later catalog, with whatever index still fits.
    Names over(
            Map<TableName, Table> nextTables, Map<TableName, List<Relationship>> nextRelated,
            Map<FunctionName, List<Function>> nextFunctions) {
        Names next = of(nextTables, nextRelated, nextFunctions);
        return new Names(next.tables.takingFrom(tables), next.related.takingFrom(related),
                next.functions.takingFrom(functions));
    }

    private static Map<String, List<String>> bySchema(Collection<TableName> names) {
        var bySchema = new HashMap<String, List<String>>();
        names.forEach(name -> bySchema.computeIfAbsent(name.schema(), _ -> new ArrayList<>())
                .add(name.name()));
        return bySchema;
    }

    private static Map<String, List<String>> functions(
            Map<FunctionName, List<Function>> functions) {
        var bySchema = new HashMap<String, List<String>>();
        functions.keySet().forEach(name -> bySchema
                .computeIfAbsent(name.schema(), _ -> new ArrayList<>()).add(name.name()));
        return bySchema;
    }

    /// Makes the indexes over many names; takes a second for a hundred thousand.
    public void prepare() {
        tables.prepare();
        related.prepare();
        functions.prepare();
    }

    /// The relation of a schema whose name is nearest.
    public Optional<String> nearestTable(String schema, String asked, double minimum) {
        return tables.nearest(schema, asked, minimum);
    }

    /// The relation of a schema whose name is nearest, of those that are related to another.
    public Optional<String> nearestRelated(String schema, String asked, double minimum) {
        return related.nearest(schema, asked, minimum);
    }

    /// The function of a schema whose name is nearest.
    public Optional<String> nearestFunction(String schema, String asked, double minimum) {
        return functions.nearest(schema, asked, minimum);
    }

    /// The nearest of a few names, at least `minimum` similar (see [NameIndex]).
    public static Optional<String> nearest(
            String asked, Collection<String> names, double minimum) {
        return new NameIndex(names).nearest(asked, minimum);
    }
}
