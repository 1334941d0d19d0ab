package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.base.task.Deadline;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a catalog from a database, PostgreSQL 14 to 18.
///
/// A dozen queries, each for all relations or functions at once, and the rest by putting rows
/// together here: what is dear in PostgreSQL (printing types, finding the columns behind views) is
/// asked once for each different thing or done on this side.
public final class CatalogReader {
    private CatalogReader() {
    }

    /// `schemas` are the exposed ones, `extraSearchPath` further ones in which media type handlers
    /// may lie; `version` is that of the catalog to make.
    public record Options(
            List<String> schemas, List<String> extraSearchPath, long version,
            Deadline deadline) {
    }

    /// Blocks until all is read, never longer than the deadline for each of its queries.
    public static Catalog read(Database database, Options options) throws CatalogUnreadable {
        var queries = new CatalogQueries(database, Run.until(options.deadline()));
        List<String> schemas = List.copyOf(options.schemas());
        Rows server = queries.rows("server", schemas);
        var relations = new SchemaRelations(queries.rows("relations", schemas));
        Rows columnRows = queries.rows("columns", schemas);
        Rows functionRows = queries.rows("functions", schemas);
        // After the columns and functions, so that it knows the types of all of them.
        var types = new SchemaTypes(queries.rows("types", schemas));
        var columns = new SchemaColumns(columnRows, types);
        var keys = new SchemaKeys(queries.rows("constraints", schemas));
        var views = views(queries);
        Map<Long, int[]> primary = relations.primaryKeys(keys, views);
        var functions = new SchemaFunctions(types, columns, relations);
        return new Catalog(options.version(), (int) server.number(0, 0, 0), schemas,
                Collections.unmodifiableMap(relations.tables(
                        columns, keys, primary, triggered(queries), views)),
                relationships(
                        computed(queries, relations),
                        new ForeignKeyRelationships(
                                relations, columns, keys, views, primary).find()),
                Collections.unmodifiableMap(functions.functions(functionRows)),
                representations(queries), mediaHandlers(queries, options, relations),
                timezones(queries), Map.copyOf(CellText.members(server.text(0, 1))),
                roleSettings(queries));
    }

    private static ViewColumns views(CatalogQueries queries) throws CatalogUnreadable {
        var views = new ViewColumns();
        queries.stream("views", rows -> {
            for (int row = 0; row < rows.size(); row++) {
                views.add(rows.number(row, 0, 0), rows.bytes(row, 1));
            }
        });
        return views;
    }

    private static Set<Long> triggered(CatalogQueries queries) throws CatalogUnreadable {
        Rows rows = queries.rows("triggers", List.of());
        var ids = new HashSet<Long>();
        for (int row = 0; row < rows.size(); row++) {
            ids.add(rows.number(row, 0, 0));
        }
        return ids;
    }

    /// Computed relationships go first: they hide foreign keys of the same name.
    private static Map<TableName, List<Relationship>> relationships(
            List<Relationship.Computed> computed,
            Map<TableName, List<Relationship>> byForeignKeys) {
        var all = new LinkedHashMap<TableName, List<Relationship>>();
        computed.forEach(one -> all.computeIfAbsent(one.from(), _ -> new ArrayList<>()).add(one));
        byForeignKeys.forEach((from, found) ->
                all.computeIfAbsent(from, _ -> new ArrayList<>()).addAll(found));
        all.replaceAll((_, list) -> List.copyOf(list));
        return Collections.unmodifiableMap(all);
    }

    private static List<Relationship.Computed> computed(
            CatalogQueries queries, SchemaRelations relations) throws CatalogUnreadable {
        Rows rows = queries.rows("computed", List.of());
        var computed = new ArrayList<Relationship.Computed>();
        for (int row = 0; row < rows.size(); row++) {
            TableName from = relations.name(rows.number(row, 2, 0));
            TableName to = relations.name(rows.number(row, 3, 0));
            if (from != null && to != null) {
                computed.add(new Relationship.Computed(from, to,
                        new FunctionName(rows.text(row, 0), rows.text(row, 1)),
                        rows.text(row, 4).equals("t")));
            }
        }
        return computed;
    }

    private static Map<Catalog.CastPair, String> representations(CatalogQueries queries)
            throws CatalogUnreadable {
        Rows rows = queries.rows("representations", List.of());
        var casts = new HashMap<Catalog.CastPair, String>();
        for (int row = 0; row < rows.size(); row++) {
            casts.put(new Catalog.CastPair(rows.text(row, 0), rows.text(row, 1)),
                    rows.text(row, 2));
        }
        return Map.copyOf(casts);
    }

    private static Map<String, Map<String, String>> roleSettings(CatalogQueries queries)
            throws CatalogUnreadable {
        Rows rows = queries.rows("roles", List.of());
        var settings = new HashMap<String, Map<String, String>>();
        for (int row = 0; row < rows.size(); row++) {
            settings.computeIfAbsent(rows.text(row, 0), _ -> new LinkedHashMap<>())
                    .put(rows.text(row, 1), rows.text(row, 2));
        }
        return Map.copyOf(settings);
    }

    private static List<MediaHandler> mediaHandlers(
            CatalogQueries queries, Options options, SchemaRelations relations)
            throws CatalogUnreadable {
        var searched = new ArrayList<String>(options.schemas());
        searched.addAll(options.extraSearchPath());
        Rows rows = queries.rows("media", searched);
        var handlers = new ArrayList<MediaHandler>();
        for (int row = 0; row < rows.size(); row++) {
            boolean aggregate = rows.text(row, 4).equals("t");
            TableName table = relations.name(rows.number(row, 3, 0));
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

    private static Set<String> timezones(CatalogQueries queries) throws CatalogUnreadable {
        Rows rows = queries.rows("timezones", List.of());
        var names = new HashSet<String>();
        for (int row = 0; row < rows.size(); row++) {
            names.add(rows.text(row, 0));
        }
        return Set.copyOf(names);
    }
}
