package dev.loam.modules.rest.openapi;

import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Describes what can be done where.
final class Paths {
    private static final List<String> READING = List.of(
            "select", "order", "range", "rangeUnit", "offset", "limit", "preferCount");

    private static final List<String> CALL_TYPES = List.of("application/json",
            "application/vnd.pgrst.object+json;nulls=stripped",
            "application/vnd.pgrst.object+json");

    private Paths() {
    }

    static ObjectNode root() {
        ObjectNode get = Json.object();
        get.set("tags", Json.array(List.of("Introspection")));
        get.put("summary", "OpenAPI description (this document)");
        get.set("produces", Json.array(
                List.of("application/openapi+json", "application/json")));
        response(get, "200", "OK");
        ObjectNode path = Json.object();
        path.set("get", get);
        return path;
    }

    static ObjectNode of(Table table) {
        String name = table.name().name();
        List<String> filters = new ArrayList<>();
        table.columns().keySet().forEach(
                column -> filters.add("rowFilter." + name + "." + column));
        ObjectNode path = Json.object();
        ObjectNode get = operation(table.name().name(), table.comment());
        refer(get, filters);
        refer(get, READING);
        ObjectNode schema = response(get, "200", "OK").putObject("schema");
        schema.putObject("items").put("$ref", "#/definitions/" + name);
        schema.put("type", "array");
        response(get, "206", "Partial Content");
        path.set("get", get);
        if (table.insertable()) {
            ObjectNode post = operation(name, table.comment());
            refer(post, List.of("body." + name, "select", "preferPost"));
            response(post, "201", "Created");
            path.set("post", post);
        }
        if (table.updatable()) {
            ObjectNode patch = operation(name, table.comment());
            refer(patch, filters);
            refer(patch, List.of("body." + name, "preferReturn"));
            response(patch, "204", "No Content");
            path.set("patch", patch);
        }
        if (table.deletable()) {
            ObjectNode delete = operation(name, table.comment());
            refer(delete, filters);
            refer(delete, List.of("preferReturn"));
            response(delete, "204", "No Content");
            path.set("delete", delete);
        }
        return path;
    }

    static ObjectNode of(Function function) {
        ObjectNode path = Json.object();
        String tag = "(rpc) " + function.name().name();
        ObjectNode get = operation(tag, function.comment());
        get.set("produces", Json.array(CALL_TYPES));
        for (Function.Parameter parameter : function.parameters()) {
            if (!parameter.name().isEmpty()) {
                get.withArray("parameters").add(argument(parameter));
            }
        }
        response(get, "200", "OK");
        path.set("get", get);
        ObjectNode post = operation(tag, function.comment());
        post.set("produces", Json.array(CALL_TYPES));
        post.withArray("parameters").add(body(function));
        response(post, "200", "OK");
        path.set("post", post);
        return path;
    }

    private static ObjectNode argument(Function.Parameter parameter) {
        ObjectNode argument = type(parameter);
        // A parameter must have a type; one that takes any JSON or an array takes it as text.
        if (!argument.has("type") || !parameter.variadic() && argument.has("items")) {
            argument.put("type", "string").remove("items");
        }
        if (parameter.variadic()) {
            argument.remove("format");
            argument.put("collectionFormat", "multi").withObject("items").put("format",
                    unqualified(parameter.type()).replace("[]", ""));
        }
        return argument.put("name", parameter.name()).put("in", "query")
                .put("required", parameter.required());
    }

    private static ObjectNode type(Function.Parameter parameter) {
        ObjectNode type = Definitions.type(parameter.type(), parameter.type());
        return type.put("format", unqualified(parameter.type()));
    }

    /// The name of a type without its schema.
    private static String unqualified(String type) {
        return type.substring(type.lastIndexOf('.') + 1).replace("\"", "");
    }

    private static ObjectNode body(Function function) {
        ObjectNode body = Json.object().put("in", "body").put("name", "args")
                .put("required", true);
        ObjectNode schema = body.putObject("schema").put("type", "object");
        Json.with(schema, "description", function.comment());
        List<String> required = function.parameters().stream()
                .filter(parameter -> parameter.required() && !parameter.name().isEmpty())
                .map(Function.Parameter::name).toList();
        if (!required.isEmpty()) {
            schema.set("required", Json.array(required));
        }
        for (Function.Parameter parameter : function.parameters()) {
            if (!parameter.name().isEmpty()) {
                schema.withObject("properties").set(parameter.name(), type(parameter));
            }
        }
        return body;
    }

    /// A comment's first line is the summary where others follow it.
    private static ObjectNode operation(String tag, String comment) {
        ObjectNode operation = Json.object();
        operation.set("tags", Json.array(List.of(tag)));
        int end = comment == null ? -1 : comment.indexOf('\n');
        Json.with(operation, "summary", end < 0 ? comment : comment.substring(0, end));
        return Json.with(operation, "description",
                end < 0 ? null : comment.substring(end + 1).stripLeading());
    }

    private static void refer(ObjectNode operation, List<String> names) {
        ArrayNode parameters = operation.withArray("parameters");
        names.forEach(name -> parameters.addObject().put("$ref", "#/parameters/" + name));
    }

    private static ObjectNode response(ObjectNode operation, String status, String words) {
        return operation.withObject("responses").putObject(status).put("description", words);
    }
}
