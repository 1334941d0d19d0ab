package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.ports.database.Footprint.Pin;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an answer comes from: all rows of `tables`, except that of those with pins only the rows
/// that are pinned count.
record Reach(Set<TableName> tables, Map<TableName, List<Pin>> pins) {
    Reach {
        tables = Set.copyOf(tables);
        pins = Map.copyOf(pins);
    }

    /// Null where the table counts as a whole.
    List<Pin> pinsOf(TableName table) {
        return pins.get(table);
    }
}
