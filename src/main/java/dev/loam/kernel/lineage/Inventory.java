package dev.loam.kernel.lineage;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.base.position.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything that was read, by number and by name. `ambient` are the functions that any answer may
/// call without naming them; `untold` the tables whose changes are not told, with the reason.
record Inventory(
        Snapshot taken, Map<Long, ReadRelation> relations,
        Map<TableName, ReadRelation> relationsByName, Map<Long, ReadFunction> functions,
        Map<FunctionName, List<ReadFunction>> functionsByName, Builtins builtins,
        Operators operators, Types types, Set<Long> ambient, Map<TableName, String> untold) {
}
