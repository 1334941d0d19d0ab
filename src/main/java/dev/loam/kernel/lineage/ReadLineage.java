package dev.loam.kernel.lineage;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.base.position.Snapshot;
import dev.loam.ports.database.Footprint;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A lineage that was read from the catalog. What was asked for once is remembered, up to a bound.
final class ReadLineage implements Lineage {
    private static final int REMEMBERED_MAX = 10_000;

    private final Inventory inventory;
    /// Functions within relations, so that looking up needs no key to be made.
    private final Map<Set<TableName>, Map<Set<FunctionName>, Origins>> remembered =
            new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Map<TableName, TablePolicies> policies = new ConcurrentHashMap<>();

    ReadLineage(Inventory inventory) {
        this.inventory = inventory;
    }

    @Override
    public Snapshot taken() {
        return inventory.taken();
    }

    @Override
    public Origins of(Footprint footprint) {
        Map<Set<FunctionName>, Origins> some = remembered.get(footprint.reads());
        Origins known = some == null ? null : some.get(footprint.calls());
        return known == null ? remember(footprint) : known;
    }

    private Origins remember(Footprint footprint) {
        var tracing = new Tracing(inventory).ambient();
        new TreeSet<>(footprint.reads()).forEach(tracing::relation);
        footprint.calls().forEach(tracing::functions);
        Origins origins = tracing.origins();
        if (size.incrementAndGet() > REMEMBERED_MAX) {
            size.set(0);
            remembered.clear();
        }
        remembered.computeIfAbsent(Set.copyOf(footprint.reads()), _ -> new ConcurrentHashMap<>())
                .put(Set.copyOf(footprint.calls()), origins);
        return origins;
    }

    @Override
    public TablePolicies policies(TableName table) {
        ReadRelation relation = inventory.relationsByName().get(table);
        if (relation == null || relation.own() || !relation.security().enabled()
                && relation.security().policies().isEmpty()) {
            return null;
        }
        return policies.computeIfAbsent(table, _ -> traced(relation));
    }

    private TablePolicies traced(ReadRelation relation) {
        ReadRelation.Security security = relation.security();
        var traced = new ArrayList<TablePolicies.Policy>();
        for (ReadRelation.Condition policy : security.policies()) {
            Origins origins = new Tracing(inventory)
                    .uses(policy.uses(), "The policy " + policy.name() + " of " + relation.name())
                    .origins();
            traced.add(new TablePolicies.Policy(policy.name(), policy.permissive(),
                    policy.roles(), policy.using(), policy.columns(), origins));
        }
        return new TablePolicies(
                security.enabled(), security.forced(), security.owner(), traced);
    }

    @Override
    public String untold(TableName table) {
        ReadRelation relation = inventory.relationsByName().get(table);
        if (relation == null) {
            return "The relation " + table + " is not known.";
        }
        return switch (relation.kind()) {
            case 'r' -> inventory.untold().get(table);
            // Its partitions tell, and whoever refreshes a materialized view.
            case 'p', 'm' -> relation.own() ? own(table) : null;
            case 'f' -> "The foreign table " + table + " holds data of another server.";
            case 'S' -> "The sequence " + table + " tells nothing.";
            default -> "The view " + table + " has no rows of its own.";
        };
    }

    static String own(TableName table) {
        return "The table " + table + " is PostgreSQL's own.";
    }
}
