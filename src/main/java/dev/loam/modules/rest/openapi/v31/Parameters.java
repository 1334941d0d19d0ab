package dev.loam.modules.rest.openapi.v31;

import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Table;
import dev.loam.modules.rest.openapi.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The parameters of requests, described once and referred to by name.
final class Parameters {
    private static final List<String> COMPARING = List.of(
            "eq", "neq", "gt", "gte", "lt", "lte", "in", "is", "isdistinct");
    private static final List<String> MATCHING = List.of("like", "ilike", "match", "imatch",
            "fts", "plfts", "phfts", "wfts");
    private static final List<String> CONTAINING = List.of("cs", "cd", "ov");
    private static final List<String> RANGING = List.of("sl", "sr", "nxr", "nxl", "adj");

    private final ComponentNames names = new ComponentNames();
    private final ObjectNode parameters = Json.object();
    private final boolean severalSchemas;

    Parameters(List<String> schemas) {
        this.severalSchemas = schemas.size() > 1;
        query("select", "Columns, JSON paths, aggregates and embedded relations, comma-separated: "
                + "`id,alias:name,data->>key,other(*)`. All columns when missing.");
        query("order", "Columns to order by, comma-separated: `name.desc.nullslast,id`.");
        query("and", "Conditions that all have to hold: `(age.gte.18,or(a.eq.1,b.is.null))`.");
        query("or", "Conditions of which one has to hold: `(age.lt.18,age.gt.65)`.");
        query("columns", "The columns to take from the body, comma-separated.");
        query("on_conflict", "Columns of the unique key by which rows count as the same.");
        number("limit", "The largest number of rows to answer.");
        number("offset", "How many rows to leave out before.");
        header("Range", "The rows to answer, counted from 0: `0-9`.");
        header("Prefer", "Preferences of RFC 7240, comma-separated: `return=minimal|headers-only|"
                + "representation`, `count=exact|planned|estimated`, "
                + "`resolution=merge-duplicates|ignore-duplicates`, `missing=default`, "
                + "`handling=strict|lenient`, `timezone=Area/City`, `max-affected=10`, "
                + "`tx=commit|rollback`, `nested=merge|replace` for related rows in the body.");
        if (severalSchemas) {
            profile("Accept-Profile", schemas);
            profile("Content-Profile", schemas);
        }
    }

    ObjectNode all() {
        return parameters;
    }

    /// Refers to parameters that every document has.
    static void refer(ObjectNode operation, String... keys) {
        for (String key : keys) {
            refer(operation, key);
        }
    }

    private static void refer(ObjectNode operation, String key) {
        operation.withArray("parameters").addObject().put("$ref", "#/components/parameters/" + key);
    }

    /// The schema that a request means.
    void profile(ObjectNode operation, boolean content) {
        if (severalSchemas) {
            refer(operation, content ? "Content-Profile" : "Accept-Profile");
        }
    }

    /// A filter for each column.
    void filters(ObjectNode operation, Table table) {
        for (Column column : table.columns().values()) {
            refer(operation, filter(column, table));
        }
    }

    private String filter(Column column, Table table) {
        String key = names.key("filter",
                "filter." + table.name().name() + "." + column.name());
        if (!parameters.has(key)) {
            List<String> operators = operators(column);
            ObjectNode filter = parameters.putObject(key).put("name", column.name())
                    .put("in", "query").put("description", "Keeps rows whose "
                            + column.name() + " passes a test: `operator.value`.");
            filter.putObject("schema").put("type", "string").put("pattern",
                    "^(not\\.)?(" + String.join("|", operators)
                            + ")(\\([^)]*\\))?\\.[\\s\\S]*$");
            filter.put("example", "eq.value");
        }
        return key;
    }

    /// The key of a row, which a PUT has to name.
    void key(ObjectNode operation, Table table) {
        ArrayNode list = operation.withArray("parameters");
        for (String column : table.primaryKey()) {
            ObjectNode one = list.addObject().put("name", column).put("in", "query")
                    .put("required", true);
            one.putObject("schema").put("type", "string").put("pattern", "^eq\\.[\\s\\S]*$");
        }
    }

    /// The operators that PostgreSQL has for such a column, as far as its type tells.
    private static List<String> operators(Column column) {
        var operators = new ArrayList<>(COMPARING);
        String base = column.baseType();
        if (base.endsWith("range")) {
            operators.addAll(CONTAINING);
            operators.addAll(RANGING);
        } else if (base.endsWith("[]") || column.isJson()) {
            operators.addAll(CONTAINING);
        }
        if (base.startsWith("text") || base.startsWith("character") || column.isJson()
                || base.equals("tsvector") || base.equals("name") || base.equals("citext")) {
            operators.addAll(MATCHING);
        }
        return operators;
    }

    private void query(String name, String description) {
        parameter(name, "query", description).putObject("schema").put("type", "string");
    }

    private void header(String name, String description) {
        parameter(name, "header", description).putObject("schema").put("type", "string");
    }

    private void number(String name, String description) {
        parameter(name, "query", description).putObject("schema").put("type", "integer")
                .put("minimum", 0);
    }

    private void profile(String name, List<String> schemas) {
        ObjectNode schema = parameter(name, "header", "The schema that is meant.")
                .putObject("schema").put("type", "string");
        schema.set("enum", Json.array(schemas));
        schema.put("default", schemas.getFirst());
    }

    private ObjectNode parameter(String name, String place, String description) {
        return parameters.putObject(names.key("parameter", name)).put("name", name)
                .put("in", place).put("description", description);
    }
}
