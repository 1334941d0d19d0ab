package dev.loam.modules.rest.answer;

import dev.loam.base.text.PercentCodes;
import dev.loam.kernel.query.Result;
import dev.loam.ports.database.Rows;
import dev.loam.ports.web.Headers;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where a new row is found: its relation, filtered by its key.
final class Location {
    private static final JsonMapper JSON = new JsonMapper();

    private Location() {
    }

    /// Adds the field where the key is shown and whole.
    static void add(String resource, Rows rows, Headers.Builder headers) {
        byte[] key = rows.bytes(0, Result.LOCATION);
        if (key == null) {
            return;
        }
        var query = new StringBuilder(resource);
        char separator = '?';
        for (Map.Entry<String, JsonNode> member : JSON.readTree(key).properties()) {
            query.append(separator);
            PercentCodes.encode(member.getKey(), query);
            if (member.getValue().isNull()) {
                query.append("=is.null");
            } else {
                query.append("=eq.");
                PercentCodes.encode(member.getValue().asString(), query);
            }
            separator = '&';
        }
        headers.add("Location", query.toString());
    }
}
