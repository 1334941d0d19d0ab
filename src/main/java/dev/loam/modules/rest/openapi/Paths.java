package dev.loam.modules.rest.openapi;

import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Describes what can be done where.
final class Paths {
    private static final List<String> READING = List.of(
            "select", "order", "range", "rangeUnit", "offset", "limit", "preferCount");

    private static final List<String> CALL_TYPES = List.of("application/json",
            "application/vnd.pgrst.object+json;nulls=stripped",
            "application/vnd.pgrst.object+json");

    /// The schema before the name of a type.
    private static final Pattern SCHEMA = Pattern.compile("(\"([^\"]|\"\")*\"|[^\".]+)\\.");

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
        // A relation that can be written in one way is shown with all of them.
        if (table.insertable() || table.updatable() || table.deletable()) {
            writing(path, table, filters);
        }
        return path;
    }

    private static void writing(ObjectNode path, Table table, List<String> filters) {
        String name = table.name().name();
        ObjectNode post = operation(name, table.comment());
        refer(post, List.of("body." + name, "select", "preferPost"));
        response(post, "201", "Created");
        path.set("post", post);
        ObjectNode patch = operation(name, table.comment());
        refer(patch, filters);
        refer(patch, List.of("body." + name, "preferReturn"));
        response(patch, "204", "No Content");
        path.set("patch", patch);
        ObjectNode delete = operation(name, table.comment());
        refer(delete, filters);
        refer(delete, List.of("preferReturn"));
        response(delete, "204", "No Content");
        path.set("delete", delete);
    }

    /// `qualified` shows types of the user's own with their schema.
    static ObjectNode of(Function function, boolean qualified) {
        ObjectNode path = Json.object();
        String tag = "(rpc) " + function.name().name();
        if (function.volatility() != Function.Volatility.VOLATILE) {
            ObjectNode get = operation(tag, function.comment());
            get.set("produces", Json.array(CALL_TYPES));
            for (Function.Parameter parameter : function.parameters()) {
                get.withArray("parameters").add(argument(parameter, qualified));
            }
            response(get, "200", "OK");
            path.set("get", get);
        }
        ObjectNode post = operation(tag, function.comment());
        post.set("produces", Json.array(CALL_TYPES));
        post.withArray("parameters").add(body(function, qualified));
        refer(post, List.of("preferParams"));
        response(post, "200", "OK");
        path.set("post", post);
        return path;
    }

    private static ObjectNode argument(Function.Parameter parameter, boolean qualified) {
        ObjectNode argument = type(parameter, qualified);
        // A parameter must have a type; one that takes any JSON or an array takes it as text.
        if (!argument.has("type") || !parameter.variadic() && argument.has("items")) {
            argument.put("type", "string").remove("items");
        }
        if (parameter.variadic()) {
            argument.remove("format");
            argument.put("collectionFormat", "multi").withObject("items").put("format",
                    Definitions.format(shown(parameter.type(), qualified).replace("[]", "")));
        }
        return argument.put("name", parameter.name()).put("in", "query")
                .put("required", parameter.required());
    }

    private static ObjectNode type(Function.Parameter parameter, boolean qualified) {
        String type = shown(parameter.type(), qualified);
        return Definitions.type(type, type);
    }

    /// The type as SQL names it, without the length that none means for `bpchar`.
    private static String shown(String type, boolean qualified) {
        Matcher own = SCHEMA.matcher(type);
        String name = qualified || !own.lookingAt() ? type : type.substring(own.end());
        return name.startsWith("bpchar") ? "character" + name.substring(6) : name;
    }

    private static ObjectNode body(Function function, boolean qualified) {
        ObjectNode body = Json.object().put("in", "body").put("name", "args")
                .put("required", true);
        ObjectNode schema = body.putObject("schema").put("type", "object");
        Json.with(schema, "description", function.comment());
        List<String> required = function.parameters().stream()
                .filter(Function.Parameter::required).map(Function.Parameter::name).toList();
        if (!required.isEmpty()) {
            schema.set("required", Json.array(required));
        }
        for (Function.Parameter parameter : function.parameters()) {
            ObjectNode properties = schema.get("properties") instanceof ObjectNode made
                    ? made : schema.putObject("properties");
            properties.set(parameter.name(), type(parameter, qualified));
        }
        return body;
    }

    /// A comment's first line is the summary, the rest the description.
    private static ObjectNode operation(String tag, String comment) {
        ObjectNode operation = Json.object();
        operation.set("tags", Json.array(List.of(tag)));
        if (comment == null) {
            return operation;
        }
        operation.put("summary", Json.firstLine(comment));
        String others = Json.otherLines(comment);
        return Json.with(operation, "description", others.isEmpty() ? null : others);
    }

    private static void refer(ObjectNode operation, List<String> names) {
        ArrayNode parameters = operation.withArray("parameters");
        names.forEach(name -> parameters.addObject().put("$ref", "#/parameters/" + name));
    }

    private static ObjectNode response(ObjectNode operation, String status, String words) {
        return operation.withObject("responses").putObject(status).put("description", words);
    }
}
