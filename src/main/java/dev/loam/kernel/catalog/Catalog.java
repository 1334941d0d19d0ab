package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import java.util.List;
import java.util.Map;

/// The exposed schemas of one database at one moment: what exists, never what a role may do, which
/// PostgreSQL itself decides. Immutable; swapped whole.
///
/// `version` grows with every reload. `serverVersion` is `server_version_num`. `relationships` are
/// keyed by their `from` table and hold both directions of each foreign key, many-to-many through
/// junctions, those inferred through views, and computed ones. `functions` hold every overload.
/// `representations` map (from type, to type), as `format_type` writes them, to the function of an
/// implicit cast between a domain and json/text.
/// `roleSettings` are what `ALTER ROLE … SET` gave the roles that requests act as.
/// `setsAnswers` is true unless no SQL of the database's own that a read or write of tables may run
/// (a policy, a function that it or the request names) can set `response.headers` or
/// `response.status`.
/// `hiddenCalls` are the functions that a statement may call without naming them.
/// `types` are what is known of domains and enumerations, by their names as `format_type` has them.
/// `names` suggest the nearest name of a relation or function. What did not change from one reading
/// to the next is the same instance in both.
public record Catalog(
        long version, int serverVersion, List<String> schemas, Map<TableName, Table> tables,
        Map<TableName, List<Relationship>> relationships,
        Map<FunctionName, List<Function>> functions, Map<CastPair, String> representations,
        List<MediaHandler> mediaHandlers, Map<String, String> schemaComments,
        Map<String, Map<String, String>> roleSettings, boolean setsAnswers, Names names,
        HiddenCalls hiddenCalls, Map<String, TypeFacts> types) {
    /// With no hidden calls.
    public Catalog(
            long version, int serverVersion, List<String> schemas, Map<TableName, Table> tables,
            Map<TableName, List<Relationship>> relationships,
            Map<FunctionName, List<Function>> functions, Map<CastPair, String> representations,
            List<MediaHandler> mediaHandlers, Map<String, String> schemaComments,
            Map<String, Map<String, String>> roleSettings) {
        this(version, serverVersion, schemas, tables, relationships, functions, representations,
                mediaHandlers, schemaComments, roleSettings, HiddenCalls.NONE);
    }

    /// With an index over the names of these tables and functions; what they set is not known.
    public Catalog(
            long version, int serverVersion, List<String> schemas, Map<TableName, Table> tables,
            Map<TableName, List<Relationship>> relationships,
            Map<FunctionName, List<Function>> functions, Map<CastPair, String> representations,
            List<MediaHandler> mediaHandlers, Map<String, String> schemaComments,
            Map<String, Map<String, String>> roleSettings, HiddenCalls hiddenCalls) {
        this(version, serverVersion, schemas, tables, relationships, functions, representations,
                mediaHandlers, schemaComments, roleSettings, true,
                Names.of(tables, relationships, functions), hiddenCalls, Map.of());
    }

    public record CastPair(String fromType, String toType) {
    }

    public Table table(TableName name) {
        return tables.get(name);
    }

    public List<Relationship> relationshipsFrom(TableName name) {
        return relationships.getOrDefault(name, List.of());
    }

    /// Those of the relationships that may be meant by the name of the other relation, of a
    /// constraint or of a column, and perhaps more, among them all computed ones. Does not take
    /// longer where a relation has very many.
    public List<Relationship> relationshipsFrom(TableName name, String target) {
        List<Relationship> all = relationshipsFrom(name);
        return all instanceof ManyRelationships many ? many.named(target) : all;
    }

    /// The settings of a role, by their lower-case names.
    public Map<String, String> settingsOf(String role) {
        return role == null ? Map.of() : roleSettings.getOrDefault(role, Map.of());
    }

    public List<Function> functionsNamed(FunctionName name) {
        return functions.getOrDefault(name, List.of());
    }
}
