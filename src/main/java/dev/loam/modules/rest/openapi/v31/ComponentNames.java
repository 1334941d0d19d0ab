package dev.loam.modules.rest.openapi.v31;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The keys of components: names of relations and types as they are where the specification allows
/// it, otherwise with other characters and, where two become one, with a number.
///
/// Source: OpenAPI Specification 3.1, "Components Object".
final class ComponentNames {
    private final Map<String, String> keys = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /// The key of a thing, the same whenever it is asked for.
    String key(String kind, String name) {
        return keys.computeIfAbsent(kind + ' ' + name, _ -> unused(
                name.replaceAll("[^A-Za-z0-9._-]", "_")));
    }

    private String unused(String wanted) {
        String key = wanted;
        for (int number = 2; !taken.add(key); number++) {
            key = wanted + "_" + number;
        }
        return key;
    }
}
