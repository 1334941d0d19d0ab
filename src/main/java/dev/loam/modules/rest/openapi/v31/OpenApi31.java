package dev.loam.modules.rest.openapi.v31;

import dev.loam.base.text.PercentCodes;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Table;
import dev.loam.modules.rest.openapi.DocumentWriter;
import dev.loam.modules.rest.openapi.Json;
import dev.loam.modules.rest.openapi.OpenApi;
import dev.loam.modules.rest.openapi.OpenApi.Visible;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
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
        return OpenApi.bytes(out -> write(schema, catalog, visible, asked, out));
    }

    /// As [OpenApi#write].
    public void write(
            String schema, Catalog catalog, Visible visible, URI asked, OutputStream out)
            throws IOException {
        var names = new ComponentNames();
        List.of("Error", "BatchOperations", "BatchResults")
                .forEach(name -> names.key("shared", name));
        var types = new Types(catalog, names);
        Predicate<Table> shown = table -> table.name().schema().equals(schema)
                && visible.relation(table.name().name());
        var rows = new Schemas(catalog, names, types, shown);
        var parameters = new Parameters(schemas);
        var operations = new Operations(rows, parameters);
        var calls = new Calls(catalog, types, rows, parameters, shown);
        Map<String, Table> tables = visible.tables(schema, catalog);
        DocumentWriter.write(out, document -> {
            document.members(head(catalog.schemaComments().get(schema), asked));
            document.object("paths", () -> {
                document.member("/", root());
                tables.forEach((name, table) -> document.member(
                        "/" + PercentCodes.encode(name), operations.of(table)));
                visible.functions(schema, catalog).forEach((name, overloads) -> document.member(
                        "/rpc/" + PercentCodes.encode(name), calls.of(overloads)));
            });
            document.object("components", () -> {
                document.member("securitySchemes", token());
                document.object("schemas", () -> {
                    tables.values().forEach(table -> document.members(rows.of(table)));
                    types.enums().forEach(document::member);
                    document.members(shared());
                });
                document.member("parameters", parameters.all());
                document.member("responses", responses());
            });
        });
    }

    private ObjectNode head(String comment, URI asked) {
        ObjectNode head = Json.object().put("openapi", "3.1.0");
        OpenApi.info(head, comment);
        head.putArray("servers").addObject()
                .put("url", (base == null ? asked : base).toString());
        security(head);
        return head;
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

    private static ObjectNode token() {
        ObjectNode schemes = Json.object();
        schemes.putObject("token").put("type", "http")
                .put("scheme", "bearer").put("bearerFormat", "JWT");
        return schemes;
    }

    private static ObjectNode shared() {
        ObjectNode shared = Json.object();
        ObjectNode error = shared.putObject("Error").put("type", "object");
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
        Batches.describe(shared);
        return shared;
    }

    private static ObjectNode responses() {
        ObjectNode responses = Json.object();
        responses.putObject("Error").put("description", "Why it could not be done.")
                .putObject("content").putObject("application/json")
                .set("schema", Types.reference("Error"));
        return responses;
    }
}
