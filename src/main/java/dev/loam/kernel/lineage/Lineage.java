package dev.loam.kernel.lineage;

import dev.loam.base.name.TableName;
import dev.loam.base.position.Snapshot;
import dev.loam.ports.database.Footprint;

/// What everything in one database comes from, as it was at one moment. Immutable.
public interface Lineage {
    /// The catalog that was read: every change of the schema it shows is taken into account.
    Snapshot taken();

    /// What the answer of a statement comes from; whether its footprint is whole is not looked at.
    /// Quick when asked again for the same relations and functions.
    Origins of(Footprint footprint);

    /// Null for a relation without policies of its own, and for one that is not known.
    TablePolicies policies(TableName table);

    /// Why committed changes of this table cannot be relied on to be told (it is not published, has
    /// no replica identity, is unlogged or foreign); null where they can.
    String untold(TableName table);
}
