package dev.loam.modules.auth.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// New values for columns of one row. Names and casts are written in the code, never taken from a
/// request.
public final class Changes {
    private final List<String> columns = new ArrayList<>();
    private final List<String> expressions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    public Changes text(String column, String value) {
        return add(column, "?", value);
    }

    public Changes id(String column, UUID value) {
        return add(column, "?::uuid", value);
    }

    public Changes truth(String column, boolean value) {
        return add(column, "?::boolean", value);
    }

    public Changes number(String column, long value) {
        return add(column, "?::bigint", value);
    }

    public Changes json(String column, JsonNode value) {
        return add(column, "?::jsonb", value);
    }

    public Changes moment(String column, Instant value) {
        return add(column, "?::timestamptz", value);
    }

    /// The moment of the transaction.
    public Changes now(String column) {
        columns.add(column);
        expressions.add("now()");
        return this;
    }

    public Changes none(String column) {
        columns.add(column);
        expressions.add("null");
        return this;
    }

    private Changes add(String column, String expression, Object value) {
        columns.add(column);
        expressions.add(expression);
        values.add(value);
        return this;
    }

    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /// `a = ?, b = now()`.
    String assignments() {
        var text = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(columns.get(i)).append(" = ")
                    .append(expressions.get(i));
        }
        return text.toString();
    }

    /// `(a, b) values (?, now())`.
    String inserted() {
        return "(" + String.join(", ", columns) + ") values ("
                + String.join(", ", expressions) + ")";
    }

    /// The values, and behind them others.
    Object[] binds(Object... behind) {
        var all = new ArrayList<>(values);
        all.addAll(List.of(behind));
        return all.toArray();
    }
}
