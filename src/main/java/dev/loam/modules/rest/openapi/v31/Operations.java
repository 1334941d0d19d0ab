package dev.loam.modules.rest.openapi.v31;

import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.validation.document.SchemaComment;
import dev.loam.modules.rest.openapi.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What can be done with a relation.
final class Operations {
    private static final String JSON = "application/json";

    private final Schemas schemas;
    private final Parameters parameters;

    Operations(Schemas schemas, Parameters parameters) {
        this.schemas = schemas;
        this.parameters = parameters;
    }

    ObjectNode of(Table table) {
        ObjectNode path = Json.object();
        path.set("get", read(table));
        if (table.insertable()) {
            path.set("post", insert(table));
        }
        if (table.insertable() && table.updatable() && !table.primaryKey().isEmpty()) {
            path.set("put", put(table));
        }
        if (table.updatable()) {
            path.set("patch", update(table));
        }
        if (table.deletable()) {
            path.set("delete", delete(table));
        }
        return path;
    }

    private ObjectNode read(Table table) {
        ObjectNode get = operation(table, "read", "Read rows of ");
        parameters.filters(get, table);
        Parameters.refer(get, "select", "order", "and", "or", "limit", "offset", "Range",
                "Prefer");
        parameters.profile(get, false);
        rows(response(get, "200", "The rows."), table);
        rows(response(get, "206", "Some of the rows, of a known number."), table);
        return fails(get);
    }

    private ObjectNode insert(Table table) {
        ObjectNode post = operation(table, "insert", "Insert rows into ");
        Parameters.refer(post, "select", "columns", "on_conflict", "Prefer");
        parameters.profile(post, true);
        ObjectNode content = body(post);
        content.putObject(JSON).putObject("schema").putArray("oneOf")
                .add(schemas.insert(table)).add(Schemas.array(schemas.insert(table)));
        content.putObject("application/x-www-form-urlencoded")
                .set("schema", schemas.insert(table));
        content.putObject("text/csv").putObject("schema").put("type", "string");
        ObjectNode created = response(post, "201",
                "The rows were made; they are told where `return=representation` is preferred.");
        created.putObject("headers").putObject("Location")
                .put("description", "Where a single new row is found.")
                .putObject("schema").put("type", "string");
        rows(created, table);
        rows(response(post, "200", "All of the rows were there and have been merged."), table);
        return fails(post);
    }

    private ObjectNode put(Table table) {
        ObjectNode put = operation(table, "put", "Put one row, by its key, into ");
        parameters.key(put, table);
        Parameters.refer(put, "select", "columns", "Prefer");
        parameters.profile(put, true);
        body(put).putObject(JSON).set("schema", schemas.insert(table));
        rows(response(put, "200", "The row as it is now."), table);
        rows(response(put, "201", "The row was made."), table);
        response(put, "204", "The row was changed.");
        return fails(put);
    }

    private ObjectNode update(Table table) {
        ObjectNode patch = operation(table, "update", "Change the chosen rows of ");
        parameters.filters(patch, table);
        Parameters.refer(patch, "select", "order", "and", "or", "columns", "Prefer");
        parameters.profile(patch, true);
        body(patch).putObject(JSON).set("schema", schemas.update(table));
        rows(response(patch, "200", "The rows as they are now."), table);
        response(patch, "204", "The rows were changed.");
        return fails(patch);
    }

    private ObjectNode delete(Table table) {
        ObjectNode delete = operation(table, "delete", "Delete the chosen rows of ");
        parameters.filters(delete, table);
        Parameters.refer(delete, "select", "order", "and", "or", "Prefer");
        parameters.profile(delete, true);
        rows(response(delete, "200", "The rows as they were."), table);
        response(delete, "204", "The rows were deleted.");
        return fails(delete);
    }

    private static ObjectNode operation(Table table, String verb, String summary) {
        String name = table.name().name();
        ObjectNode operation = Json.object();
        operation.set("tags", Json.array(List.of(name)));
        operation.put("operationId", verb + ":" + name);
        operation.put("summary", summary + name);
        return Json.with(
                operation, "description", SchemaComment.words(table.comment()));
    }

    /// The formats that rows come in.
    private void rows(ObjectNode response, Table table) {
        response.withObject("headers").putObject("Content-Range")
                .put("description", "Which rows these are, of how many: `0-9/42`.")
                .putObject("schema").put("type", "string");
        ObjectNode content = response.putObject("content");
        content.putObject(JSON).set("schema", Schemas.array(schemas.read(table)));
        content.putObject("application/vnd.pgrst.object+json").set("schema", schemas.read(table));
        content.putObject("text/csv").putObject("schema").put("type", "string");
    }

    private static ObjectNode body(ObjectNode operation) {
        return operation.putObject("requestBody").put("required", true).putObject("content");
    }

    static ObjectNode response(ObjectNode operation, String status, String words) {
        return operation.withObject("responses").putObject(status).put("description", words);
    }

    static ObjectNode fails(ObjectNode operation) {
        operation.withObject("responses").putObject("default")
                .put("$ref", "#/components/responses/Error");
        return operation;
    }
}
