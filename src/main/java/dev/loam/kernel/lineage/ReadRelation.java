package dev.loam.kernel.lineage;

import dev.loam.base.name.TableName;
import java.util.List;
import java.util.Set;

/// A relation as it was read.
///
/// `kind` is PostgreSQL's letter; `own` is true for PostgreSQL's own.
/// `children` are read with it, `parent` has it among its own (of several one), 0 for none.
/// `uses` is what the query of a view uses.
record ReadRelation(
        long id, TableName name, char kind, boolean own, Security security,
        List<Long> children, long parent, Uses uses, Remark remark) {
    /// Row-level security.
    record Security(boolean enabled, boolean forced, String owner, List<Condition> policies) {
    }

    /// A policy; see [TablePolicies.Policy].
    record Condition(
            String name, boolean permissive, Set<String> roles, String using,
            Set<String> columns, Uses uses) {
    }
}
