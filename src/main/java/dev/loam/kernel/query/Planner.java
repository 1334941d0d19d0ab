package dev.loam.kernel.query;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Table;
import dev.loam.kernel.query.Plan.Source;
import java.util.List;

/// Resolves the names of what was asked against a catalog and makes a legal plan of it.
///
/// Pure. Fails with a `Refusal` of a [PlanFailure].
public final class Planner {
    private Planner() {
    }

    /// `rowsMax` cuts every relation, null for no bound; `aggregates` allows them; with
    /// `legacyNames` an embedded relation with an alias can still be named by its target.
    public record Options(Long rowsMax, boolean aggregates, boolean legacyNames) {
        Options unbounded() {
            return new Options(null, aggregates, legacyNames);
        }
    }

    public static Plan plan(Asked asked, Catalog catalog, Options options) {
        return switch (asked) {
            case Asked.Read read -> read(read, catalog, options);
            case Asked.Insert insert -> WritePlanner.insert(insert, catalog, options);
            case Asked.Put put -> WritePlanner.put(put, catalog, options);
            case Asked.Update update -> WritePlanner.update(update, catalog, options);
            case Asked.Delete delete -> WritePlanner.delete(delete, catalog, options);
            case Asked.Call call -> CallPlanner.call(call, catalog, options);
        };
    }

    private static Plan read(Asked.Read read, Catalog catalog, Options options) {
        Table table = table(catalog, read.target());
        var ground = new NodePlanner.Ground(read.target(), new Source.Relation(read.target()),
                Aliases.free(read.target().name(), "", List.of(WritePlanner.WRITTEN)),
                table.columns());
        boolean paged = read.paging() != null;
        var planner = new NodePlanner(catalog, read.target().schema(),
                paged ? KeysetPlanner.ordered(table, read.shape()) : read.shape(), options);
        Plan.Node root = planner.plan(ground);
        if (!paged) {
            return new Plan.Read(table, root, read.totals(), options.rowsMax(),
                    planner.renamed(), null, Touching.of(table, root, null, catalog));
        }
        Plan.Keyset keyset = KeysetPlanner.keyset(table, root, read.paging().after());
        return new Plan.Read(table,
                root.withOutputs(planner.spelledOut(ground, root.outputs())), read.totals(),
                options.rowsMax(), planner.renamed(), keyset,
                Touching.of(table, root, keyset, catalog));
    }

    static Table table(Catalog catalog, TableName name) {
        Table table = catalog.table(name);
        if (table == null) {
            throw new Refusal(new PlanFailure.UnknownTable(name, Hints.table(catalog, name)));
        }
        return table;
    }
}
