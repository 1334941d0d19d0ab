package dev.loam.modules.rest.nested;

import dev.loam.kernel.catalog.Relationship.Pair;
import dev.loam.kernel.catalog.Table;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All rows of a body that lie at the same place: in the same members of the same members.
///
/// `needed` are the columns that others ask of the written rows. `owners` are the rows that these
/// belong to by their columns `owned`; none where they stand by themselves. `single` where an owner
/// has at most one. `place` leads there without the places in arrays.
record Level(
        Table table, List<Row> rows, Set<String> needed, List<Row> owners, List<Pair> pairs,
        boolean single, String place) {
    static Level alone(Table table, List<Row> rows, Set<String> needed, String place) {
        return new Level(table, rows, needed, List.of(), List.of(), false, place);
    }

    /// The columns that say whose a row is.
    Set<String> owned() {
        Set<String> owned = new LinkedHashSet<>();
        pairs.forEach(pair -> owned.add(pair.other()));
        return owned;
    }

    Set<String> key() {
        return new LinkedHashSet<>(table.primaryKey());
    }

    /// The columns of the written rows that are used later on.
    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(needed);
        links().values().stream().filter(link -> !link.upward())
                .forEach(link -> keys.addAll(link.own()));
        return keys;
    }

    /// The members that hold nested rows in any of these, in order of first appearance.
    Map<String, Link> links() {
        Map<String, Link> links = new LinkedHashMap<>();
        rows.forEach(row -> row.nested()
                .forEach((name, nested) -> links.putIfAbsent(name, nested.link())));
        return links;
    }

    List<Row> having(Link link) {
        return rows.stream().filter(row -> row.nested().containsKey(link.name())).toList();
    }

    String below(Link link) {
        return place.isEmpty() ? link.name() : place + "/" + link.name();
    }
}
