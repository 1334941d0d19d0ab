package dev.loam.kernel.lineage;

import java.util.List;
import java.util.Set;

/// Row-level security of a table: whether it is `enabled`, whether `forced` on its owner too, and
/// its policies for reading (`SELECT` and `ALL`).
public record TablePolicies(boolean enabled, boolean forced, String owner, List<Policy> policies) {
    public TablePolicies {
        policies = List.copyOf(policies);
    }

    /// A policy. `roles` are those it is for, empty for everyone. `using` is its condition as SQL,
    /// in which columns of the table go by their names, alone or behind the table's, null for none
    /// (true). `columns` are those of the table's columns that the condition looks at; null where
    /// it may look at any (a whole row). `origins` is what else it depends on.
    public record Policy(
            String name, boolean permissive, Set<String> roles, String using,
            Set<String> columns, Origins origins) {
    }
}
