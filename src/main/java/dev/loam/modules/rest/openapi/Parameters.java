package dev.loam.modules.rest.openapi;

import dev.loam.kernel.catalog.Column;
import dev.loam.kernel.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The parameters that paths refer to by name, with the values that PostgREST's own document gives
/// them.
final class Parameters {
    private static final List<String> RETURN =
            List.of("return=representation", "return=minimal", "return=none");
    private static final List<String> RESOLUTION =
            List.of("resolution=ignore-duplicates", "resolution=merge-duplicates");

    private Parameters() {
    }

    static ObjectNode shared() {
        ObjectNode shared = Json.object();
        // Calls have no preference of their own any more, but the name is still referred to.
        shared.set("preferParams", text("Prefer", "header", "Preference"));
        shared.set("preferReturn", preference(RETURN));
        shared.set("preferCount", preference(List.of("count=none")));
        var post = new ArrayList<>(RETURN);
        post.addAll(RESOLUTION);
        shared.set("preferPost", preference(post));
        shared.set("select", text("select", "query", "Filtering Columns"));
        shared.set("on_conflict", text("on_conflict", "query", "On Conflict"));
        shared.set("order", text("order", "query", "Ordering"));
        shared.set("range", text("Range", "header", "Limiting and Pagination"));
        shared.set("rangeUnit", text("Range-Unit", "header", "Limiting and Pagination")
                .put("default", "items"));
        shared.set("offset", text("offset", "query", "Limiting and Pagination"));
        shared.set("limit", text("limit", "query", "Limiting and Pagination"));
        return shared;
    }

    /// Those of one relation.
    static ObjectNode of(Table table) {
        ObjectNode parameters = Json.object();
        String name = table.name().name();
        ObjectNode body = Json.object().put("in", "body").put("name", name)
                .put("required", false);
        Json.with(body, "description", name);
        body.putObject("schema").put("$ref", "#/definitions/" + name);
        parameters.set("body." + name, body);
        for (Column column : table.columns().values()) {
            ObjectNode filter = text(column.name(), "query", column.comment());
            parameters.set("rowFilter." + name + "." + column.name(), filter);
        }
        return parameters;
    }

    private static ObjectNode preference(List<String> values) {
        ObjectNode preference = text("Prefer", "header", "Preference");
        preference.set("enum", Json.array(values));
        return preference;
    }

    private static ObjectNode text(String name, String place, String description) {
        ObjectNode parameter = Json.object().put("name", name).put("in", place)
                .put("required", false).put("type", "string");
        return Json.with(parameter, "description", description);
    }
}
