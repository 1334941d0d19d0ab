package dev.loam.modules.auth.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A row as PostgreSQL's `to_jsonb` writes it: columns by name.
public record Row(ObjectNode columns) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    static Row parse(String json) {
        return new Row((ObjectNode) JSON.readTree(json));
    }

    /// A text, or the text form of any scalar; null for SQL NULL.
    public String text(String column) {
        var value = columns.get(column);
        return value == null || value.isNull() ? null : value.asString();
    }

    public UUID id(String column) {
        var text = text(column);
        return text == null ? null : UUID.fromString(text);
    }

    /// A moment; null for SQL NULL.
    public Instant instant(String column) {
        var text = text(column);
        return text == null ? null : OffsetDateTime.parse(text).toInstant();
    }

    /// False for SQL NULL.
    public boolean truth(String column) {
        var value = columns.get(column);
        return value != null && value.asBoolean(false);
    }

    /// `absent` for SQL NULL.
    public long number(String column, long absent) {
        var value = columns.get(column);
        return value == null || value.isNull() ? absent : value.asLong();
    }

    /// A JSON value; null for SQL NULL.
    public JsonNode json(String column) {
        var value = columns.get(column);
        return value == null || value.isNull() ? null : value;
    }

    /// The rows that an array holds; none for SQL NULL.
    public List<Row> rows(String column) {
        return columns.path(column).valueStream().map(row -> new Row((ObjectNode) row)).toList();
    }

    /// A JSON object; an empty one for SQL NULL and anything else.
    public ObjectNode object(String column) {
        return columns.get(column) instanceof ObjectNode object ? object : JSON.createObjectNode();
    }

    /// It may hold hashes and secrets.
    @Override
    public String toString() {
        return "Row" + columns.propertyNames();
    }
}
