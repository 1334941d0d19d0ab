package dev.loam.kernel.catalog;

import dev.loam.base.name.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Derives the relationships of the exposed relations from foreign keys.
///
/// A view takes part as its base tables do, in every way in which it shows the key's columns; so
/// both ends of a foreign key may be several relations, and every pair of them is a relationship.
///
/// A relation is a junction when its primary key holds the columns of two of its foreign keys. One
/// of a schema that is not exposed counts only between relations that nothing else relates: behind
/// views of everything it would make each embedding through the junction's view ambiguous.
///
/// Source: PostgREST documentation, "Resource Embedding".
final class ForeignKeyRelationships {
    private final SchemaRelations relations;
    private final ViewColumns views;
    private final Map<TableName, List<Relationship>> found = new LinkedHashMap<>();
    private final Map<TableName, List<Leg>> junctions = new LinkedHashMap<>();

    ForeignKeyRelationships(SchemaRelations relations) {
        this.relations = relations;
        this.views = relations.views();
    }

    /// A relation that has the columns of one end of a foreign key.
    private record End(TableName relation, List<String> columns) {
    }

    /// One foreign key of a junction.
    private record Leg(long foreignKey, String constraint, End junction, End target) {
    }

    Map<TableName, List<Relationship>> find() {
        for (Relation table : relations.all()) {
            for (Relation.ForeignKey key : table.keys().foreign()) {
                List<End> targets = ends(key.target(), key.other());
                if (!targets.isEmpty()) {
                    ends(table.id(), key.own()).forEach(own ->
                            targets.forEach(target -> relate(key, own, target)));
                }
                addLegs(table, key, targets);
            }
        }
        var hidden = new ArrayList<Relationship.ManyToMany>();
        junctions.forEach((junction, legs) -> pairs(junction, legs).forEach(pair -> {
            if (relations.isExposed(junction)) {
                add(pair);
            } else {
                hidden.add(pair);
            }
        }));
        var related = new HashMap<TableName, Set<TableName>>();
        List<Relationship.ManyToMany> lone = hidden.stream()
                .filter(pair -> !related.computeIfAbsent(pair.from(), this::targets)
                        .contains(pair.to()))
                .toList();
        lone.forEach(this::add);
        return found;
    }

    private Set<TableName> targets(TableName from) {
        return found.getOrDefault(from, List.of()).stream().map(Relationship::to)
                .collect(Collectors.toSet());
    }

    private void add(Relationship relationship) {
        found.computeIfAbsent(relationship.from(), _ -> new ArrayList<>()).add(relationship);
    }

    private void relate(Relation.ForeignKey key, End own, End target) {
        List<Relationship.Pair> there = pairs(own.columns(), target.columns());
        List<Relationship.Pair> back = pairs(target.columns(), own.columns());
        TableName from = own.relation();
        TableName to = target.relation();
        if (key.unique()) {
            add(new Relationship.OneToOne(from, to, key.name(), there, false));
            add(new Relationship.OneToOne(to, from, key.name(), back, true));
        } else {
            add(new Relationship.ManyToOne(from, to, key.name(), there));
            add(new Relationship.OneToMany(to, from, key.name(), back));
        }
    }

    private void addLegs(Relation table, Relation.ForeignKey key, List<End> targets) {
        if (key.unique() || targets.isEmpty()) {
            return;
        }
        for (End junction : junctionEnds(table, key)) {
            targets.forEach(target -> junctions
                    .computeIfAbsent(junction.relation(), _ -> new ArrayList<>())
                    .add(new Leg(key.id(), key.name(), junction, target)));
        }
    }

    /// The relations in whose primary key the columns of a foreign key are.
    private List<End> junctionEnds(Relation table, Relation.ForeignKey key) {
        var ends = new ArrayList<End>();
        if (table.exposed()) {
            addJunctionEnd(ends, table.id(), key.own());
        } else if (isWithin(table.keys().primary(), key.own())) {
            ends.add(new End(table.name(), key.hiddenColumns()));
        }
        for (long view : views.viewsOf(table.id())) {
            views.ways(table.id(), key.own(), view)
                    .forEach(way -> addJunctionEnd(ends, view, way));
        }
        return ends;
    }

    private void addJunctionEnd(List<End> ends, long relation, int[] numbers) {
        if (isWithin(relations.primary(relation), numbers)) {
            addEnd(ends, relation, numbers);
        }
    }

    private static boolean isWithin(int[] primary, int[] numbers) {
        return primary != null && Arrays.stream(numbers)
                .allMatch(number -> Arrays.stream(primary).anyMatch(own -> own == number));
    }

    private static List<Relationship.ManyToMany> pairs(TableName junction, List<Leg> legs) {
        var pairs = new ArrayList<Relationship.ManyToMany>();
        for (Leg near : legs) {
            for (Leg far : legs) {
                if (near.foreignKey() != far.foreignKey()) {
                    pairs.add(new Relationship.ManyToMany(near.target().relation(),
                            far.target().relation(), junction, near.constraint(),
                            far.constraint(),
                            pairs(near.target().columns(), near.junction().columns()),
                            pairs(far.junction().columns(), far.target().columns())));
                }
            }
        }
        return pairs;
    }

    /// The exposed relations that have these columns of a table: itself, and views.
    private List<End> ends(long table, int[] numbers) {
        var ends = new ArrayList<End>();
        addEnd(ends, table, numbers);
        for (long view : views.viewsOf(table)) {
            views.ways(table, numbers, view).forEach(way -> addEnd(ends, view, way));
        }
        return ends;
    }

    private void addEnd(List<End> ends, long relation, int[] numbers) {
        TableName name = relations.name(relation);
        List<String> names = relations.columnNames(relation, numbers);
        if (name != null && names != null) {
            ends.add(new End(name, names));
        }
    }

    private static List<Relationship.Pair> pairs(List<String> own, List<String> other) {
        var pairs = new ArrayList<Relationship.Pair>(own.size());
        for (int i = 0; i < own.size(); i++) {
            pairs.add(new Relationship.Pair(own.get(i), other.get(i)));
        }
        return List.copyOf(pairs);
    }
}
