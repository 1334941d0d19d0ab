package dev.loam.spec.nested;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A row of a tree to write. `name` is the only one of its kind in the database and tells the row
/// where ids differ.
record Node(Kind kind, String table, String name, Integer number, Map<Way, List<Node>> nested) {
    enum Kind {
        NEW,
        /// It is there, belongs to the row around it, and its number changes.
        KNOWN,
        /// It is there, and is left as it is.
        REFERENCE
    }

    Node(Kind kind, String table, String name, Integer number) {
        this(kind, table, name, number, new LinkedHashMap<>());
    }

    void nest(Way way, Node node) {
        nested.computeIfAbsent(way, _ -> new ArrayList<>()).add(node);
    }
}
