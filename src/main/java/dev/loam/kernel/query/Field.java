package dev.loam.kernel.query;

import java.util.List;

/// A column, or a JSON path into one.
public record Field(String column, List<Step> path) {
    /// One step into a JSON value: `->` or, with `asText`, `->>`; to the member `key`, or to the
    /// element of an array when `index` (then `key` is a whole number, perhaps negative).
    public record Step(boolean asText, String key, boolean index) {
    }

    public static Field of(String column) {
        return new Field(column, List.of());
    }
}
