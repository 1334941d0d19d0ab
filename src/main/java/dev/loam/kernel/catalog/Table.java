package dev.loam.kernel.catalog;

import dev.loam.base.name.TableName;
import java.util.List;
import java.util.Map;

/// A table, partitioned table, view, materialized view or foreign table.
///
/// `columns` keep their order. `primaryKey` is empty where there is none; a view has the key of its
/// base table where it shows all of its columns. `uniqueKey` are the columns of a unique constraint
/// that are never null, empty where there are none. `insertable`, `updatable` and `deletable` say
/// what PostgreSQL's auto-updatability or INSTEAD OF triggers allow. `triggers` is true where a
/// user-defined trigger or rule may run other SQL on a write. `textsDiffer` is true for a table
/// without partitions and children that has no column in which different texts are equal. `checks`
/// are those of a table, by name.
public record Table(
        TableName name, Kind kind, String comment, boolean insertable, boolean updatable,
        boolean deletable, boolean triggers, List<String> primaryKey,
        Map<String, Column> columns, List<String> uniqueKey, boolean textsDiffer,
        List<Check> checks) {
    public enum Kind { TABLE, PARTITIONED_TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE }

    /// With no checks.
    public Table(
            TableName name, Kind kind, String comment, boolean insertable, boolean updatable,
            boolean deletable, boolean triggers, List<String> primaryKey,
            Map<String, Column> columns, List<String> uniqueKey, boolean textsDiffer) {
        this(name, kind, comment, insertable, updatable, deletable, triggers, primaryKey, columns,
                uniqueKey, textsDiffer, List.of());
    }

    /// With no key but the primary one, and nothing known of children and collations.
    public Table(
            TableName name, Kind kind, String comment, boolean insertable, boolean updatable,
            boolean deletable, boolean triggers, List<String> primaryKey,
            Map<String, Column> columns) {
        this(name, kind, comment, insertable, updatable, deletable, triggers, primaryKey, columns,
                List.of(), false, List.of());
    }

    /// The columns that tell its rows apart; empty where none are known to.
    public List<String> rowKey() {
        return primaryKey.isEmpty() ? uniqueKey : primaryKey;
    }

    public boolean isView() {
        return kind == Kind.VIEW || kind == Kind.MATERIALIZED_VIEW;
    }
}
