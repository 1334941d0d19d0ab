package dev.loam.kernel.cache;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Snapshot;
import dev.loam.kernel.lineage.CallerParts;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.Origins;
import dev.loam.kernel.lineage.TablePolicies;
import dev.loam.ports.database.Footprint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Relations that come from themselves, save those that were said to be views; some of them for
/// some caller.
final class FakeLineage implements Lineage {
    final Map<TableName, Set<TableName>> views = new HashMap<>();
    final Map<TableName, CallerParts> callers = new HashMap<>();
    final Map<TableName, String> untold = new HashMap<>();
    final Map<TableName, String> obstacles = new HashMap<>();
    private final Snapshot taken;

    FakeLineage(Snapshot taken) {
        this.taken = taken;
    }

    /// The same as of another moment.
    FakeLineage at(Snapshot later) {
        var other = new FakeLineage(later);
        other.views.putAll(views);
        other.callers.putAll(callers);
        other.untold.putAll(untold);
        other.obstacles.putAll(obstacles);
        return other;
    }

    @Override
    public Snapshot taken() {
        return taken;
    }

    @Override
    public Origins of(Footprint footprint) {
        var tables = new HashSet<TableName>();
        CallerParts parts = CallerParts.NONE;
        List<String> found = List.of();
        for (TableName read : footprint.reads()) {
            tables.addAll(views.getOrDefault(read, Set.of(read)));
            parts = parts.plus(callers.getOrDefault(read, CallerParts.NONE));
            found = obstacles.containsKey(read) ? List.of(obstacles.get(read)) : found;
        }
        return new Origins(tables, parts, found);
    }

    @Override
    public TablePolicies policies(TableName table) {
        return null;
    }

    @Override
    public String untold(TableName table) {
        return untold.get(table);
    }
}
