package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Schema.Table;
import java.util.List;
import java.util.Map;

/// A write as it is meant. `read` says which rows it concerns and what it shows of them. In a row,
/// a column that is missing takes its default where `defaults`, else NULL.
record Write(
        Way way, Table table, Read read, List<Column> columns, List<Map<String, String>> rows,
        Resolution resolution, boolean defaults) {
    enum Way { INSERT, PUT, UPDATE, DELETE }

    enum Resolution { NONE, MERGE, IGNORE }

    String method() {
        return switch (way) {
            case INSERT -> "POST";
            case PUT -> "PUT";
            case UPDATE -> "PATCH";
            case DELETE -> "DELETE";
        };
    }

    /// What happens around a write: how much it gives back, whether it is kept, and what it must
    /// not exceed. A null `most` is no bound.
    record Terms(
            String returned, boolean counted, boolean rolledBack, boolean singular,
            Integer most) {
        boolean shows() {
            return returned.equals("representation");
        }
    }
}
