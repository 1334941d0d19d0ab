package dev.loam.ports.changes;

import dev.loam.base.name.TableName;
import java.util.List;

/// A table as it was when a row of it changed. A partition goes by its own name.
///
/// The same instance stands for all changes between two changes of the table itself.
public record ChangedTable(
        long oid, TableName name, Identity identity, List<ChangedColumn> columns) {
    public ChangedTable {
        columns = List.copyOf(columns);
    }

    /// What is known of an old row. Source: PostgreSQL manual, "ALTER TABLE … REPLICA IDENTITY".
    public enum Identity { DEFAULT, NOTHING, FULL, INDEX }

    /// A column: `type` is the object id of its type, `typeName` its name as `format_type` writes
    /// it without a modifier; `identifies` where it is part of the replica identity.
    public record ChangedColumn(
            String name, long type, String typeName, int modifier, boolean identifies) {
    }

    /// The place of a column, -1 where there is none of that name.
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }
}
