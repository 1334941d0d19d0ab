package dev.loam.kernel.lineage;

import dev.loam.base.name.TableName;
import java.util.List;
import java.util.Set;

/// What the rows of a relation, the result of a function or the answer of a statement come from.
///
/// `tables` are all base tables and materialized views on the path, through views, policies and
/// functions, partitions and children by their own names too. `caller` is what of the session
/// counts. `obstacles` are the reasons, each a sentence that names the object, why the answer may
/// change without a change of these tables or of these settings; empty where it cannot.
public record Origins(Set<TableName> tables, CallerParts caller, List<String> obstacles) {
    public static final Origins NOTHING = new Origins(Set.of(), CallerParts.NONE, List.of());

    public Origins {
        tables = Set.copyOf(tables);
        obstacles = List.copyOf(obstacles);
    }

    /// True where an answer made of nothing else stays the same until one of the tables changes.
    public boolean keepable() {
        return obstacles.isEmpty();
    }
}
