package dev.loam.app.diff;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Says in the words of OpenAPI 3.1 what a document of OpenAPI 2.0 says, in the same places, so
/// that pointers stay true. What PostgREST writes into descriptions of keys and formats of types
/// becomes what Loam writes in members of their own.
///
/// Source: OpenAPI Specification 2.0; PostgREST documentation, "OpenAPI".
final class OlderDocument {
    /// Stands in a document that was one of OpenAPI 2.0.
    static final String MARK = "swagger";

    private static final Set<String> WIDTHS = Set.of("int32", "int64", "float", "double");
    private static final Pattern FOREIGN =
            Pattern.compile("<fk table='([^']*)' column='([^']*)'/>");

    private final ObjectNode root;

    private OlderDocument(ObjectNode root) {
        this.root = root;
    }

    static JsonNode modern(JsonNode document) {
        var older = new OlderDocument((ObjectNode) document.deepCopy());
        older.definitions();
        Part.of(older.root).at("parameters").parts().forEach(one -> parameter(one.json()));
        Part.of(older.root).at("paths").parts().forEach(path ->
                path.parts().stream().filter(one -> one.json().isObject())
                        .forEach(older::operation));
        return older.root;
    }

    private void definitions() {
        for (Part definition : Part.of(root).at("definitions").parts()) {
            definition.at("properties").parts().forEach(one -> property(one.json()));
        }
    }

    private static void property(JsonNode node) {
        if (!(node instanceof ObjectNode property)) {
            return;
        }
        typed(property);
        String description = property.path("description").asString("");
        if (description.contains("<pk/>")) {
            property.put(KeyDiff.PRIMARY, true);
        }
        Matcher foreign = FOREIGN.matcher(description);
        if (foreign.find()) {
            property.putObject(KeyDiff.FOREIGN).put("table", foreign.group(1))
                    .put("column", foreign.group(2));
        }
    }

    /// PostgREST's formats are PostgreSQL's types.
    private static void typed(ObjectNode schema) {
        String format = schema.path("format").asString(null);
        if (format != null && !WIDTHS.contains(format)) {
            schema.remove("format");
            schema.put("x-postgresql-type", format);
        }
    }

    /// A parameter's type stands in it, not in a schema of its own.
    private static void parameter(JsonNode node) {
        if (!(node instanceof ObjectNode parameter) || parameter.has("$ref")) {
            return;
        }
        if (parameter.path("schema") instanceof ObjectNode body) {
            Part.of(body).at("properties").parts().forEach(one -> property(one.json()));
            return;
        }
        ObjectNode schema = parameter.putObject("schema");
        for (String word : Set.of("type", "format", "enum", "items", "pattern", "default",
                "maximum", "minimum", "maxLength", "minLength")) {
            if (parameter.has(word)) {
                schema.set(word, parameter.get(word));
            }
        }
        typed(schema);
        if (parameter.has("collectionFormat")) {
            parameter.set("style", parameter.get("collectionFormat"));
        }
    }

    private void operation(Part part) {
        ObjectNode operation = (ObjectNode) part.json();
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (Part one : part.at("parameters").parts()) {
            Part parameter = one.resolved();
            if (!one.isReference()) {
                parameter(parameter.json());
            }
            if (parameter.json().path("in").asString("").equals("body")) {
                ObjectNode body = operation.putObject("requestBody");
                body.put("required", parameter.json().path("required").asBoolean(false));
                content(body, operation, "consumes", parameter.at("schema"));
                // It keeps its place, so that the others keep theirs.
                kept.addObject();
            } else {
                kept.add(one.json());
            }
        }
        operation.set("parameters", kept);
        for (Part response : part.at("responses").parts()) {
            Part schema = response.resolved().at("schema");
            if (schema.exists()) {
                content((ObjectNode) response.json(), operation, "produces", schema);
            }
        }
    }

    private void content(ObjectNode owner, ObjectNode operation, String types, Part schema) {
        ObjectNode content = owner.putObject("content");
        JsonNode named = operation.has(types) ? operation.get(types) : root.path(types);
        named.forEach(type -> content.putObject(type.asString("")).putObject("schema")
                .put("$ref", schema.pointer()));
        if (content.isEmpty()) {
            content.putObject("application/json").putObject("schema")
                    .put("$ref", schema.pointer());
        }
    }
}
