package dev.loam.modules.realtime.rows;

import dev.loam.base.name.TableName;
import dev.loam.ports.changes.Change.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A table whose changes may be listened to, as the catalog had it.
///
/// `kinds` are those that the publication tells; `columns` are in the order of the table's rows,
/// without dropped ones. `partial` where the publication has some of its rows only: such a table
/// is not told.
final class PublishedTable {
    private final long oid;
    private final TableName name;
    private final Set<Kind> kinds;
    private final List<TableColumn> columns;
    private final boolean partial;
    private final Map<String, TableColumn> byName = new HashMap<>();

    PublishedTable(long oid, TableName name, Set<Kind> kinds, List<TableColumn> columns,
            boolean partial) {
        this.partial = partial;
        this.oid = oid;
        this.name = name;
        this.kinds = Set.copyOf(kinds);
        this.columns = List.copyOf(columns);
        columns.forEach(column -> byName.put(column.name(), column));
    }

    /// A column. `type` is the object id of its type, or of what that is a domain of, and
    /// `typeName` the plain name of its type, `int8` say. `generated` where its values come from
    /// the others; `published` where the publication tells it; `key` where it is part of the
    /// primary key; `exact` unless texts of it can be equal that are not the same.
    record TableColumn(
            String name, long type, String typeName, boolean generated, boolean published,
            boolean key, boolean exact) {
    }

    long oid() {
        return oid;
    }

    TableName name() {
        return name;
    }

    boolean partial() {
        return partial;
    }

    /// Whether it may be filtered by a column: not by one that the publication's list leaves out.
    /// Generated columns are left out of themselves, and come from the others.
    boolean filters(TableColumn column) {
        return column.published() || column.generated() && columns.stream()
                .allMatch(other -> other.generated() || other.published());
    }

    Set<Kind> kinds() {
        return kinds;
    }

    List<TableColumn> columns() {
        return columns;
    }

    /// Null where there is none of that name.
    TableColumn column(String column) {
        return byName.get(column);
    }

    List<String> keys() {
        return columns.stream().filter(TableColumn::key).map(TableColumn::name).toList();
    }
}
