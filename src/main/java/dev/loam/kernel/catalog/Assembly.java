package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.ports.database.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Makes a catalog of what is known of each relation and function, and of the few things that are
/// read every time. What is equal in the catalog before is taken from there.
final class Assembly {
    private final CatalogQueries queries;
    private final CatalogReader.Options options;
    private final Catalog before;

    /// `before` may be null.
    Assembly(CatalogQueries queries, CatalogReader.Options options, Catalog before) {
        this.queries = queries;
        this.options = options;
        this.before = before;
    }

    /// `changed` is false where relations and functions are what they were before.
    Catalog catalog(Rows server, Map<Long, Relation> known, Map<Long, KnownFunction> functions,
            Map<String, TypeFacts> types, boolean changed) throws CatalogUnreadable {
        Map<TableName, Table> tables = before == null ? Map.of() : before.tables();
        Map<TableName, List<Relationship>> relationships =
                before == null ? Map.of() : before.relationships();
        Map<FunctionName, List<Function>> byName = before == null ? Map.of() : before.functions();
        if (changed || before == null) {
            var relations = new SchemaRelations(
                    SchemaRelations.inOrder(known.values()), options.schemas());
            List<Map.Entry<Long, KnownFunction>> ordered = ordered(functions);
            tables = relations.tables(tables);
            relationships = shared(relationships(computed(ordered, relations),
                    new ForeignKeyRelationships(relations).find()), relationships,
                    ManyRelationships::copyOf);
            byName = shared(byName(ordered, relations), byName, List::copyOf);
        }
        Names names = before == null ? Names.of(tables, relationships, byName)
                : before.names().over(tables, relationships, byName);
        return new Catalog(options.version(), (int) server.number(0, 0, 0), options.schemas(),
                tables, relationships, byName, representations(), mediaHandlers(known),
                Map.copyOf(CellText.members(server.text(0, 1))), roleSettings(),
                server.text(0, 5).equals("t"), names, hiddenCalls(), types);
    }

    private static List<Map.Entry<Long, KnownFunction>> ordered(
            Map<Long, KnownFunction> functions) {
        return functions.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Long, KnownFunction>, String>comparing(
                                one -> one.getValue().name().schema())
                        .thenComparing(one -> one.getValue().name().name())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private static Map<FunctionName, List<Function>> byName(
            List<Map.Entry<Long, KnownFunction>> ordered, SchemaRelations relations) {
        var byName = new LinkedHashMap<FunctionName, List<Function>>();
        for (Map.Entry<Long, KnownFunction> one : ordered) {
            if (one.getValue().exposed() != null) {
                byName.computeIfAbsent(one.getValue().name(), _ -> new ArrayList<>(1))
                        .add(one.getValue().whole(relations));
            }
        }
        return byName;
    }

    /// Unmodifiable, each list the one of `before` where that is equal.
    private static <K, V> Map<K, List<V>> shared(
            Map<K, List<V>> now, Map<K, List<V>> before, UnaryOperator<List<V>> copy) {
        now.replaceAll((key, list) -> {
            List<V> old = before.get(key);
            return list.equals(old) ? old : copy.apply(list);
        });
        return Collections.unmodifiableMap(now);
    }

    /// Computed relationships go first: they hide foreign keys of the same name.
    private static Map<TableName, List<Relationship>> relationships(
            List<Relationship.Computed> computed,
            Map<TableName, List<Relationship>> byForeignKeys) {
        var all = new LinkedHashMap<TableName, List<Relationship>>();
        computed.forEach(one -> all.computeIfAbsent(one.from(), _ -> new ArrayList<>()).add(one));
        byForeignKeys.forEach((from, found) ->
                all.computeIfAbsent(from, _ -> new ArrayList<>()).addAll(found));
        return all;
    }

    private static List<Relationship.Computed> computed(
            List<Map.Entry<Long, KnownFunction>> ordered, SchemaRelations relations) {
        var all = new ArrayList<Relationship.Computed>();
        for (Map.Entry<Long, KnownFunction> one : ordered) {
            KnownFunction.Computed computed = one.getValue().computed();
            TableName from = computed == null ? null : relations.name(computed.from());
            TableName to = computed == null ? null : relations.name(computed.to());
            if (from != null && to != null) {
                all.add(new Relationship.Computed(
                        from, to, one.getValue().name(), computed.toOne()));
            }
        }
        return all;
    }

    private Map<Catalog.CastPair, String> representations() throws CatalogUnreadable {
        Rows rows = queries.rows("representations");
        var casts = new HashMap<Catalog.CastPair, String>();
        for (int row = 0; row < rows.size(); row++) {
            casts.put(new Catalog.CastPair(rows.text(row, 0), rows.text(row, 1)),
                    rows.text(row, 2));
        }
        return Map.copyOf(casts);
    }

    private HiddenCalls hiddenCalls() throws CatalogUnreadable {
        HiddenCalls now = HiddenCallsReader.read(queries);
        return before != null && now.equals(before.hiddenCalls()) ? before.hiddenCalls() : now;
    }

    private Map<String, Map<String, String>> roleSettings() throws CatalogUnreadable {
        Rows rows = queries.rows("roles");
        var settings = new HashMap<String, Map<String, String>>();
        for (int row = 0; row < rows.size(); row++) {
            settings.computeIfAbsent(rows.text(row, 0), _ -> new LinkedHashMap<>())
                    .put(rows.text(row, 1), rows.text(row, 2));
        }
        return Map.copyOf(settings);
    }

    private List<MediaHandler> mediaHandlers(Map<Long, Relation> known)
            throws CatalogUnreadable {
        var searched = new ArrayList<String>(options.schemas());
        searched.addAll(options.extraSearchPath());
        Rows rows = queries.rows("media", CatalogQueries.names(searched));
        var handlers = new ArrayList<MediaHandler>();
        for (int row = 0; row < rows.size(); row++) {
            boolean aggregate = rows.text(row, 4).equals("t");
            Relation relation = known.get(rows.number(row, 3, 0));
            TableName table = relation == null || !relation.exposed() ? null : relation.name();
            boolean anyRelation = rows.text(row, 3) == null;
            // A function is a handler only where it can be called; an aggregate anywhere.
            boolean serves = aggregate ? anyRelation || table != null
                    : options.schemas().contains(rows.text(row, 1));
            if (serves) {
                handlers.add(new MediaHandler(rows.text(row, 0),
                        new FunctionName(rows.text(row, 1), rows.text(row, 2)),
                        aggregate ? table : null, aggregate,
                        rows.text(row, 5).equals("t")));
            }
        }
        return List.copyOf(handlers);
    }
}
