package dev.loam.kernel.query;

import dev.loam.kernel.catalog.Catalog;

/// Resolves the names of what was asked against a catalog and makes a legal plan of it.
///
/// Pure. Fails with a `Refusal` of a [PlanFailure].
public final class Planner {
    private Planner() {
    }

    /// `rowsMax` cuts every relation, null for no bound; `aggregates` allows them.
    public record Options(Long rowsMax, boolean aggregates) {
    }

    public static Plan plan(Asked asked, Catalog catalog, Options options) {
        throw new UnsupportedOperationException();
    }
}
