package dev.loam.kernel.catalog;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// The names of one catalog, for every "perhaps you meant". The index over the relations or
/// functions of a schema is made when first asked for, and once. Any number of threads may ask.
public final class Names {
    /// How similar the name of a relation or function must be to be suggested.
    public static final double NAME_MINIMUM = 0.75;
    /// How similar the name of a related relation must be to be suggested.
    public static final double RELATIONSHIP_MINIMUM = 0.33;
    /// How similar a list of parameters must be to be suggested.
    public static final double PARAMETERS_MINIMUM = 0.33;

    private final Function<String, Collection<String>> tables;
    private final Function<String, Collection<String>> functions;
    private final Map<String, NameIndex> tableIndexes = new ConcurrentHashMap<>();
    private final Map<String, NameIndex> functionIndexes = new ConcurrentHashMap<>();

    /// Each function answers the names in a schema.
    Names(Function<String, Collection<String>> tables,
            Function<String, Collection<String>> functions) {
        this.tables = tables;
        this.functions = functions;
    }

    /// The relation of a schema whose name is nearest.
    public Optional<String> nearestTable(String schema, String asked, double minimum) {
        return index(tableIndexes, schema, () -> tables.apply(schema)).nearest(asked, minimum);
    }

    /// The function of a schema whose name is nearest.
    public Optional<String> nearestFunction(String schema, String asked, double minimum) {
        return index(functionIndexes, schema, () -> functions.apply(schema))
                .nearest(asked, minimum);
    }

    private static NameIndex index(
            Map<String, NameIndex> indexes, String schema,
            Supplier<Collection<String>> names) {
        return indexes.computeIfAbsent(schema, _ -> new NameIndex(names.get()));
    }

    /// The nearest of a few names, at least `minimum` similar (see [NameIndex]).
    public static Optional<String> nearest(
            String asked, Collection<String> names, double minimum) {
        return new NameIndex(names).nearest(asked, minimum);
    }
}
