package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.rows.PublishedTable.TableColumn;
import java.util.Set;

/// What a role may read of a table. `columns` are those it may `SELECT`, none where it may not use
/// the schema; `secured` where row-level security applies to it; `roles` are those whose rights it
/// has, itself among them.
record RoleRights(Set<String> columns, boolean secured, Set<String> roles) {
    static final RoleRights NONE = new RoleRights(Set.of(), true, Set.of());

    RoleRights {
        columns = Set.copyOf(columns);
        roles = Set.copyOf(roles);
    }

    /// Whether it may know which row changed.
    boolean seesKeys(PublishedTable table) {
        return !columns.isEmpty() && table.columns().stream()
                .filter(TableColumn::key).allMatch(key -> columns.contains(key.name()));
    }
}
