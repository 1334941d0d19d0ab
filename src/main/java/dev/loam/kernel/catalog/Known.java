package dev.loam.kernel.catalog;

import java.util.List;
import java.util.Map;

/// All that was read of a database, with fingerprints that tell which of it is still so, and the
/// catalog made of it. Nobody changes its maps.
///
/// The fingerprints were read first: what they stand for may be newer than they are, never older.
record Known(
        List<String> schemas, Marks marks, Map<Long, String> namespaces, Prints relationPrints,
        Prints functionPrints, Map<SchemaTypes.Key, SchemaTypes.Type> types,
        Map<Long, Relation> relations, Map<Long, KnownFunction> functions,
        Catalog catalog) {
    /// Fingerprints of the names of all schemas, of types, and of what else an expression may name.
    record Marks(long namespaces, long types, long others) {
    }

    static Known nothing(List<String> schemas) {
        return new Known(schemas, new Marks(0, 0, 0), Map.of(), Prints.NONE, Prints.NONE,
                Map.of(), Map.of(), Map.of(), null);
    }

    boolean isNothing() {
        return catalog == null;
    }
}
