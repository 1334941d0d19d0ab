package dev.loam.modules.rest.openapi.v31;

import dev.loam.base.text.PercentCodes;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Table;
import dev.loam.modules.rest.openapi.Json;
import dev.loam.modules.rest.openapi.OpenApi;
import dev.loam.modules.rest.openapi.OpenApi.Visible;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Writes the OpenAPI 3.1 document of one schema.
///
/// Source: OpenAPI Specification 3.1.
public final class OpenApi31 {
    /// The media type that asks for it; the version may be missing.
    public static final String MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.1";

    private final URI base;
    private final List<String> schemas;

    /// `base` is where clients find the service, null for the address they used themselves;
    /// `schemas` are all that are exposed.
    public OpenApi31(URI base, List<String> schemas) {
        this.base = base;
        this.schemas = List.copyOf(schemas);
    }

    /// As [OpenApi#document].
    public byte[] document(String schema, Catalog catalog, Visible visible, URI asked) {
        ObjectNode document = Json.object().put("openapi", "3.1.0");
        OpenApi.info(document, catalog.schemaComments().get(schema));
        document.putArray("servers").addObject()
                .put("url", (base == null ? asked : base).toString());
        security(document);
        ObjectNode paths = document.putObject("paths");
        paths.set("/", root());
        var names = new ComponentNames();
        List.of("Error", "BatchOperations", "BatchResults")
                .forEach(name -> names.key("shared", name));
        var types = new Types(catalog, names);
        Predicate<Table> shown = table -> table.name().schema().equals(schema)
                && visible.relation(table.name().name());
        var rows = new Schemas(catalog, names, types, shown);
        var parameters = new Parameters(schemas);
        var operations = new Operations(rows, parameters);
        ObjectNode described = Json.object();
        var tables = new TreeMap<String, Table>();
        catalog.tables().values().stream().filter(shown)
                .forEach(table -> tables.put(table.name().name(), table));
        tables.forEach((name, table) -> {
            paths.set("/" + PercentCodes.encode(name), operations.of(table));
            rows.add(table, described);
        });
        var calls = new Calls(catalog, types, rows, parameters, shown);
        var functions = new TreeMap<String, List<Function>>();
        catalog.functions().forEach((name, overloads) -> {
            if (name.schema().equals(schema) && visible.function(name.name())) {
                functions.put(name.name(), overloads);
            }
        });
        functions.forEach((name, overloads) ->
                paths.set("/rpc/" + PercentCodes.encode(name), calls.of(overloads)));
        types.enums().forEach(described::set);
        components(document, described, parameters.all());
        return Json.MAPPER.writeValueAsBytes(document);
    }

    private static ObjectNode root() {
        ObjectNode get = Json.object();
        get.set("tags", Json.array(List.of("Introspection")));
        get.put("operationId", "describe").put("summary", "This description");
        Operations.response(get, "200", "This document.").putObject("content")
                .putObject(MEDIA_TYPE).putObject("schema").put("type", "object");
        ObjectNode path = Json.object();
        path.set("get", Operations.fails(get));
        path.set("post", Batches.operation());
        return path;
    }

    /// A token is needed where the anonymous role may not do what is asked.
    private static void security(ObjectNode document) {
        var security = document.putArray("security");
        security.addObject();
        security.addObject().putArray("token");
    }

    private static void components(
            ObjectNode document, ObjectNode described, ObjectNode parameters) {
        ObjectNode components = document.putObject("components");
        components.putObject("securitySchemes").putObject("token").put("type", "http")
                .put("scheme", "bearer").put("bearerFormat", "JWT");
        ObjectNode error = described.putObject("Error").put("type", "object");
        ObjectNode properties = error.putObject("properties");
        properties.putObject("code").put("type", "string").put("description",
                "A SQLSTATE of PostgreSQL or a code of the server's own, such as PGRST116.");
        properties.putObject("message").put("type", "string");
        // Mostly a text; some errors have a list.
        properties.putObject("details");
        properties.set("hint", Types.nullable(Json.object().put("type", "string")));
        properties.putObject("operation").put("type", "integer")
                .put("description", "Which operation of a batch it was, counted from zero.");
        properties.putObject("id").put("type", "string")
                .put("description", "The name of that operation.");
        error.putArray("required").add("code").add("message");
        Batches.describe(described);
        components.set("schemas", described);
        components.set("parameters", parameters);
        ObjectNode failed = components.putObject("responses").putObject("Error")
                .put("description", "Why it could not be done.");
        failed.putObject("content").putObject("application/json")
                .set("schema", Types.reference("Error"));
    }
}
