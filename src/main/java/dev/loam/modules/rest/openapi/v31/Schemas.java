package dev.loam.modules.rest.openapi.v31;

import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.validation.document.DocumentSchema;
import dev.loam.kernel.validation.document.SchemaComment;
import dev.loam.modules.rest.openapi.Definitions;
import dev.loam.modules.rest.openapi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// The schemas of a relation: its rows, what can be embedded in them, what may be written.
///
/// A row has all of its columns, as with `select=*`.
final class Schemas {
    private static final String TABLE = "table";
    /// What an expression yields is no value that could stand here.
    private static final Pattern LITERAL =
            Pattern.compile("(?s)(true|false|-?[0-9.]+|'([^']|'')*')(::[^()']*(\\([0-9, ]*\\))?)?");

    private final Catalog catalog;
    private final ComponentNames names;
    private final Types types;
    private final Predicate<Table> visible;

    Schemas(Catalog catalog, ComponentNames names, Types types, Predicate<Table> visible) {
        this.catalog = catalog;
        this.names = names;
        this.types = types;
        this.visible = visible;
    }

    ObjectNode row(Table table) {
        return Types.reference(names.key(TABLE, table.name().name()));
    }

    /// A row with whatever may be embedded in it.
    ObjectNode read(Table table) {
        ObjectNode row = Json.object();
        row.putArray("allOf").add(row(table)).add(
                Types.reference(names.key(TABLE, table.name().name() + ".related")));
        return row;
    }

    ObjectNode insert(Table table) {
        return Types.reference(names.key(TABLE, table.name().name() + ".insert"));
    }

    ObjectNode update(Table table) {
        return Types.reference(names.key(TABLE, table.name().name() + ".update"));
    }

    /// All that there are of one relation.
    ObjectNode of(Table table) {
        ObjectNode schemas = Json.object();
        String name = table.name().name();
        schemas.set(names.key(TABLE, name), rows(table));
        schemas.set(names.key(TABLE, name + ".related"), related(table));
        if (table.insertable()) {
            ObjectNode insert = written(table);
            List<String> required = table.columns().values().stream()
                    .filter(column -> !column.nullable() && column.defaultSql() == null
                            && !column.identity() && !column.generated())
                    .map(Column::name).toList();
            if (!required.isEmpty() && !table.isView()) {
                insert.set("required", Json.array(required));
            }
            schemas.set(names.key(TABLE, name + ".insert"), insert);
        }
        if (table.updatable()) {
            schemas.set(names.key(TABLE, name + ".update"), written(table));
        }
        return schemas;
    }

    private ObjectNode rows(Table table) {
        ObjectNode row = Json.object().put("type", "object");
        Json.with(row, "description", SchemaComment.words(table.comment()));
        ObjectNode properties = row.putObject("properties");
        for (Column column : table.columns().values()) {
            properties.set(column.name(), property(column, table));
        }
        List<String> required = table.columns().values().stream()
                .filter(column -> !column.nullable()).map(Column::name).toList();
        if (!required.isEmpty()) {
            row.set("required", Json.array(required));
        }
        return row;
    }

    /// Columns that can be set, none of them needed.
    private ObjectNode written(Table table) {
        ObjectNode row = Json.object().put("type", "object");
        ObjectNode properties = row.putObject("properties");
        for (Column column : table.columns().values()) {
            if (!column.generated()) {
                properties.set(column.name(), property(column, table));
            }
        }
        return row.put("additionalProperties", false);
    }

    private ObjectNode property(Column column, Table table) {
        ObjectNode type = types.of(column);
        ObjectNode property = column.nullable() ? Types.nullable(type) : type;
        Json.with(property, "description", SchemaComment.words(column.comment()));
        DocumentSchema schema = column.isJson() ? SchemaComment.usable(column.comment()) : null;
        if (schema != null) {
            property.putArray("anyOf").add(schema.source())
                    .addObject().put("type", "null");
        }
        if (column.defaultSql() != null && LITERAL.matcher(column.defaultSql()).matches()
                && !type.has("$ref")) {
            Definitions.defaultValue(column, property, type.path("type").isArray()
                    ? type.path("type").get(0).asString() : type.path("type").asString(""));
        }
        if (column.generated()) {
            property.put("readOnly", true);
        }
        property.put("x-postgresql-type", column.type());
        if (table.primaryKey().contains(column.name())) {
            property.put("x-primary-key", true);
        }
        Definitions.keysOf(column, table, catalog).stream().limit(1).forEach(key ->
                property.putObject("x-foreign-key").put("table", key.to().name())
                        .put("column", Definitions.pairs(key).getFirst().other()));
        return property;
    }

    /// What can be embedded, under the names that it has without an alias.
    private ObjectNode related(Table table) {
        Map<String, List<ObjectNode>> found = new TreeMap<>();
        for (Relationship relationship : catalog.relationshipsFrom(table.name())) {
            Table other = catalog.table(relationship.to());
            if (other == null || !visible.test(other)) {
                continue;
            }
            String name = relationship instanceof Relationship.Computed computed
                    ? computed.function().name() : other.name().name();
            ObjectNode rows = row(other);
            ObjectNode shape = relationship.toOne() ? Types.nullable(rows)
                    : array(rows);
            List<ObjectNode> shapes = found.computeIfAbsent(name, _ -> new ArrayList<>());
            if (!shapes.contains(shape)) {
                shapes.add(shape);
            }
        }
        ObjectNode related = Json.object().put("type", "object").put("description",
                "What `select` can embed in a row of " + table.name().name() + ".");
        ObjectNode properties = related.putObject("properties");
        found.forEach((name, shapes) -> {
            if (table.columns().containsKey(name)) {
                return;
            }
            if (shapes.size() == 1) {
                properties.set(name, shapes.getFirst());
            } else {
                properties.putObject(name).putArray("anyOf").addAll(shapes);
            }
        });
        return related;
    }

    static ObjectNode array(ObjectNode items) {
        ObjectNode array = Json.object().put("type", "array");
        array.set("items", items);
        return array;
    }
}
