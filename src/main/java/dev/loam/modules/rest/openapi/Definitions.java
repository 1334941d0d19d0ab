package dev.loam.modules.rest.openapi;

import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Describes relations and their columns as JSON schemas.
///
/// The notes on keys, with their `<pk/>` and `<fk/>` marks, are what generators of clients
/// look for.
public final class Definitions {
    private static final String NEXT_VALUE = "nextval(";

    private Definitions() {
    }

    static ObjectNode of(Table table, Catalog catalog) {
        ObjectNode definition = Json.object();
        Json.with(definition, "description", table.comment());
        List<String> required = table.columns().values().stream()
                .filter(column -> !column.nullable()).map(Column::name).toList();
        if (!required.isEmpty()) {
            definition.set("required", Json.array(required));
        }
        ObjectNode properties = definition.putObject("properties");
        for (Column column : table.columns().values()) {
            properties.set(column.name(), of(column, table, catalog));
        }
        return definition.put("type", "object");
    }

    private static ObjectNode of(Column column, Table table, Catalog catalog) {
        // A domain is shown as what it stands for, unless that is a type of the user's own.
        boolean builtIn = column.baseType().indexOf('.') < 0;
        ObjectNode property = type(
                builtIn ? column.baseType() : column.type(), column.baseType());
        if (column.lengthMax() != null) {
            property.put("maxLength", column.lengthMax());
        }
        if (!column.enumValues().isEmpty()) {
            property.set("enum", Json.array(column.enumValues()));
        }
        if (column.defaultSql() != null) {
            defaultValue(column, property, property.path("type").asString(""));
        }
        return Json.with(property, "description", description(column, table, catalog));
    }

    /// `format` is PostgreSQL's name of the type without its modifiers, but for integers.
    static ObjectNode type(String type, String baseType) {
        ObjectNode property = Json.object();
        property.put("format", format(unmodified(type)));
        String base = unmodified(baseType);
        if (base.endsWith("[]")) {
            property.put("type", "array");
            String element = base.substring(0, base.length() - 2);
            Json.with(property.putObject("items"), "type", jsonType(element));
            return property;
        }
        return Json.with(property, "type", jsonType(base));
    }

    /// Integers by their width, as OpenAPI names it.
    static String format(String type) {
        return switch (type) {
            case "smallint", "integer" -> "int32";
            case "bigint" -> "int64";
            default -> type;
        };
    }

    /// Null for what may be any JSON.
    private static String jsonType(String base) {
        return switch (base) {
            case "smallint", "integer", "bigint" -> "integer";
            case "real", "double precision", "numeric" -> "number";
            case "boolean" -> "boolean";
            case "json", "jsonb" -> null;
            default -> "string";
        };
    }

    private static String unmodified(String type) {
        int open = type.indexOf('(');
        int close = type.indexOf(')', open);
        return open < 0 || close < 0 || type.startsWith("\"") ? type
                : type.substring(0, open) + type.substring(close + 1);
    }

    /// Literals as values, expressions as texts; a sequence's next value is nobody's default.
    public static void defaultValue(Column column, ObjectNode property, String type) {
        String sql = column.defaultSql();
        if (sql.startsWith(NEXT_VALUE)) {
            return;
        }
        int cast = sql.lastIndexOf("::");
        String bare = cast < 0 || sql.endsWith(")") ? sql : sql.substring(0, cast);
        boolean quoted = bare.length() >= 2 && bare.startsWith("'") && bare.endsWith("'");
        String text = quoted ? bare.substring(1, bare.length() - 1).replace("''", "'") : bare;
        switch (type) {
            case "integer", "number" -> {
                if (text.matches("-?\\d{1,18}(\\.\\d{1,18})?")) {
                    property.put("default", new BigDecimal(text));
                }
            }
            case "boolean" -> property.put("default", text.equals("true"));
            case "string" -> property.put("default", text);
            default -> {
                // Of arrays and JSON, PostgREST does not show it.
            }
        }
    }

    private static String description(Column column, Table table, Catalog catalog) {
        List<String> notes = new ArrayList<>(2);
        if (table.primaryKey().contains(column.name())) {
            notes.add("This is a Primary Key.<pk/>");
        }
        keysOf(column, table, catalog).stream().limit(1).forEach(key -> {
            String other = pairs(key).getFirst().other();
            String target = key.to().name();
            notes.add("This is a Foreign Key to `" + target + "." + other + "`.<fk table='"
                    + target + "' column='" + other + "'/>");
        });
        if (notes.isEmpty()) {
            return column.comment();
        }
        String note = "Note:\n" + String.join("\n", notes);
        return column.comment() == null ? note : column.comment() + "\n\n" + note;
    }

    /// The foreign keys that a column is by itself.
    public static List<Relationship> keysOf(Column column, Table table, Catalog catalog) {
        return catalog.relationshipsFrom(table.name()).stream()
                .filter(relationship -> pairs(relationship).size() == 1
                        && pairs(relationship).getFirst().own().equals(column.name()))
                .toList();
    }

    /// The columns by which a relation refers to another one; none where it does not.
    public static List<Relationship.Pair> pairs(Relationship relationship) {
        return switch (relationship) {
            case Relationship.ManyToOne to -> to.pairs();
            case Relationship.OneToOne to when !to.parent() -> to.pairs();
            default -> List.of();
        };
    }
}
