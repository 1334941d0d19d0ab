package dev.loam.kernel.catalog;

import dev.loam.base.name.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All relations that were read, and what can be told of one only by looking at others: keys of
/// views, and which writes run somebody's code.
final class SchemaRelations {
    private final Collection<Relation> relations;
    private final Map<Long, Relation> byId;
    private final Set<String> schemas;
    private final ViewColumns views;
    private final Set<Long> triggered;

    /// `byId` in the order of their names; `schemas` are exposed.
    SchemaRelations(Map<Long, Relation> byId, Collection<String> schemas) {
        this.schemas = Set.copyOf(schemas);
        this.byId = byId;
        this.relations = byId.values();
        this.views = new ViewColumns(relations);
        this.triggered = triggered();
    }

    Collection<Relation> all() {
        return relations;
    }

    ViewColumns views() {
        return views;
    }

    /// The name of an exposed relation, null for another.
    TableName name(long id) {
        Relation relation = byId.get(id);
        return relation == null || !relation.exposed() ? null : relation.name();
    }

    boolean isExposed(TableName name) {
        return schemas.contains(name.schema());
    }

    List<String> columnNames(long id, int[] numbers) {
        Relation relation = byId.get(id);
        return relation == null ? null : relation.columnNames(numbers);
    }

    /// The columns of a relation in order; of none where they were not read.
    List<Column> columns(long id) {
        Relation relation = byId.get(id);
        return relation == null || relation.shape() == null ? List.of()
                : relation.shape().columns().values();
    }

    /// The exposed relations. A table that is as it was `before` stays the same instance.
    Map<TableName, Table> tables(Map<TableName, Table> before) {
        var tables = LinkedHashMap.<TableName, Table>newLinkedHashMap(relations.size());
        for (Relation relation : relations) {
            if (relation.exposed()) {
                Table table = table(relation);
                Table old = before.get(relation.name());
                tables.put(relation.name(), table.equals(old) ? old : table);
            }
        }
        return Collections.unmodifiableMap(tables);
    }

    private Table table(Relation relation) {
        int[] key = primary(relation.id());
        List<String> names = key == null ? List.of() : relation.columnNames(key);
        boolean triggers = triggered.contains(relation.id()) || !relation.shows().isEmpty()
                && views.below(relation.id()).stream().anyMatch(triggered::contains);
        return new Table(relation.name(), relation.kind(), relation.comment(),
                relation.insertable(), relation.updatable(), relation.deletable(), triggers,
                names == null ? List.of() : names, relation.shape().columns(),
                relation.uniqueKey(), relation.textsDiffer(), relation.keys().checks());
    }

    /// Relations on which a write may run a user's trigger or rule, and all that they are
    /// partitions or children of.
    private Set<Long> triggered() {
        var found = new HashSet<Long>();
        var open = new ArrayDeque<Relation>();
        relations.stream().filter(Relation::acts).forEach(open::push);
        while (!open.isEmpty()) {
            Relation relation = open.pop();
            if (found.add(relation.id())) {
                for (long parent : relation.parents()) {
                    if (byId.containsKey(parent)) {
                        open.push(byId.get(parent));
                    }
                }
            }
        }
        return found;
    }

    /// The primary key of a relation: a table's own, and for a view those of the base tables of
    /// which it shows the whole key. Null where there is none.
    int[] primary(long id) {
        Relation relation = byId.get(id);
        int[] own = relation == null ? null : relation.keys().primary();
        if (own != null || relation == null || relation.shows().isEmpty()) {
            return own;
        }
        var shown = new LinkedHashSet<Integer>();
        for (long table : views.tablesOf(id)) {
            Relation base = byId.get(table);
            int[] key = base == null ? null : base.keys().primary();
            List<int[]> ways = key == null ? List.of() : views.ways(table, key, id);
            if (!ways.isEmpty()) {
                Arrays.stream(ways.getFirst()).forEach(shown::add);
            }
        }
        return shown.isEmpty() ? null : shown.stream().mapToInt(Integer::intValue).toArray();
    }

    static Set<Integer> set(int[] columns) {
        var set = HashSet.<Integer>newHashSet(columns.length);
        Arrays.stream(columns).forEach(set::add);
        return set;
    }

    /// Relations by id in the order of their names.
    static Map<Long, Relation> inOrder(Collection<Relation> relations) {
        var ordered = new ArrayList<>(relations);
        ordered.sort(Comparator.comparing(Relation::name));
        var byId = LinkedHashMap.<Long, Relation>newLinkedHashMap(ordered.size());
        ordered.forEach(relation -> byId.put(relation.id(), relation));
        return byId;
    }
}
