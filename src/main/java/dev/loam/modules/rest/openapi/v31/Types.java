package dev.loam.modules.rest.openapi.v31;

import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.modules.rest.openapi.Json;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// JSON schemas of PostgreSQL's types, as `row_to_json` writes their values.
///
/// Source: PostgreSQL manual, "JSON Functions" (`to_json`); JSON Schema 2020-12.
final class Types {
    private final Catalog catalog;
    private final ComponentNames names;
    private final Map<String, ObjectNode> enums = new TreeMap<>();

    Types(Catalog catalog, ComponentNames names) {
        this.catalog = catalog;
        this.names = names;
    }

    /// The enums that were met so far, by their component keys.
    Map<String, ObjectNode> enums() {
        return enums;
    }

    /// The values of a column that are not null.
    ObjectNode of(Column column) {
        if (!column.enumValues().isEmpty()) {
            String key = names.key("type", column.baseType());
            enums.computeIfAbsent(key, _ -> {
                ObjectNode values = Json.object().put("type", "string");
                values.set("enum", Json.array(column.enumValues()));
                return values;
            });
            return reference(key);
        }
        ObjectNode type = of(column.type(), column.baseType());
        if (column.lengthMax() != null && "string".equals(type.path("type").asString(""))) {
            type.put("maxLength", column.lengthMax());
        }
        return type;
    }

    /// The values of a type; anything where a domain is shown in a form of its own.
    ObjectNode of(String type, String baseType) {
        if (catalog.representations().containsKey(new Catalog.CastPair(type, "json"))) {
            return Json.object();
        }
        String base = baseType.replaceAll("\\([^)]*\\)", "");
        if (base.endsWith("[]")) {
            ObjectNode array = Json.object().put("type", "array");
            array.set("items", nullable(of(type, base.substring(0, base.length() - 2))));
            return array;
        }
        return scalar(base);
    }

    private static ObjectNode scalar(String base) {
        ObjectNode type = Json.object();
        return switch (base) {
            case "smallint" -> type.put("type", "integer").put("minimum", Short.MIN_VALUE)
                    .put("maximum", Short.MAX_VALUE);
            case "integer" -> type.put("type", "integer").put("format", "int32");
            case "bigint" -> type.put("type", "integer").put("format", "int64");
            case "real" -> type.put("type", "number").put("format", "float");
            case "double precision" -> type.put("type", "number").put("format", "double");
            case "numeric" -> type.put("type", "number");
            case "boolean" -> type.put("type", "boolean");
            case "json", "jsonb", "record", "void" -> type;
            case "uuid" -> type.put("type", "string").put("format", "uuid");
            case "date" -> type.put("type", "string").put("format", "date");
            case "timestamp with time zone" ->
                    type.put("type", "string").put("format", "date-time");
            // A composite type of the user's own becomes an object; what it holds is not known.
            default -> base.indexOf('.') < 0 ? type.put("type", "string") : type;
        };
    }

    static ObjectNode reference(String key) {
        return Json.object().put("$ref", "#/components/schemas/" + key);
    }

    /// The same, or null.
    static ObjectNode nullable(ObjectNode type) {
        if (type.isEmpty()) {
            return type;
        }
        if (type.path("type").isString()) {
            String only = type.path("type").asString();
            type.putArray("type").add(only).add("null");
            return type;
        }
        ObjectNode either = Json.object();
        either.putArray("anyOf").add(type).addObject().put("type", "null");
        return either;
    }
}
