package dev.loam.modules.rest.nested;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.NestedFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An object of the body: its columns as they were sent, the rows nested in it, and what becomes
/// known of it on the way, as texts of PostgreSQL's: the columns that the nesting sets, and those
/// of its keys that others need. Two rows are the same only if they are one.
final class Row {
    /// Leads to it through the body; empty for a body that is one object.
    private final String path;
    private final Map<String, Slice> columns;
    private final Map<String, Nested> nested;
    private final Map<String, String> linked = new LinkedHashMap<>();
    private Map<String, String> keys = Map.of();

    /// The rows in one member; none at all where it was `null`.
    record Nested(Link link, List<Row> rows) {
    }

    Row(String path, Map<String, Slice> columns, Map<String, Nested> nested) {
        this.path = path;
        this.columns = columns;
        this.nested = nested;
    }

    String path() {
        return path;
    }

    Map<String, Slice> columns() {
        return columns;
    }

    Map<String, Nested> nested() {
        return nested;
    }

    /// Columns and their texts, null for SQL NULL.
    Map<String, String> linked() {
        return linked;
    }

    /// True where nothing but the row's place says which row it is.
    boolean carries(Set<String> key) {
        return !key.isEmpty() && key.stream()
                .allMatch(column -> columns.containsKey(column) || linked.containsKey(column));
    }

    /// Sets a column from the rows around.
    ///
    /// Fails: LOAM-REST-062 where the row, or another one around it, says otherwise.
    void link(String column, String text) {
        Slice given = columns.get(column);
        if (given != null && !text(text).equals(given.plain())) {
            throw new Refusal(new NestedFailure.Contradiction(
                    at(column), column, given.toString(), text(text)));
        }
        if (linked.containsKey(column) && !text(text).equals(text(linked.get(column)))) {
            throw new Refusal(new NestedFailure.Contradiction(
                    at(column), column, text(linked.get(column)), text(text)));
        }
        linked.put(column, text);
    }

    private static String text(String nullable) {
        return nullable == null ? "null" : nullable;
    }

    void written(Map<String, String> newKeys) {
        keys = newKeys;
    }

    /// A column of the written row, which others refer to.
    ///
    /// Fails: LOAM-REST-068 where it is null.
    String key(String column) {
        String text = keys.get(column);
        if (text == null) {
            throw new Refusal(new NestedFailure.NoReference(path, column));
        }
        return text;
    }

    Map<String, String> keys() {
        return keys;
    }

    String at(String member) {
        return path.isEmpty() ? member : path + "/" + member;
    }
}
