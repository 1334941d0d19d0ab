package dev.loam.modules.rest.nested;

import dev.loam.kernel.catalog.Relationship;
import dev.loam.kernel.catalog.Relationship.Pair;
import dev.loam.kernel.catalog.Table;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The way from a row to those nested in its member `name`, which are rows of `table`.
record Link(String name, Relationship relationship, Table table) {
    /// True where the row holds the key of the nested one, which so has to be there first.
    boolean upward() {
        return switch (relationship) {
            case Relationship.ManyToOne _ -> true;
            case Relationship.OneToOne one -> !one.parent();
            case Relationship.OneToMany _, Relationship.ManyToMany _,
                    Relationship.Computed _ -> false;
        };
    }

    boolean toOne() {
        return relationship.toOne();
    }

    /// Columns joined: for a many-to-many one, of the row and of the junction.
    List<Pair> pairs() {
        return switch (relationship) {
            case Relationship.ManyToOne r -> r.pairs();
            case Relationship.OneToMany r -> r.pairs();
            case Relationship.OneToOne r -> r.pairs();
            case Relationship.ManyToMany r -> r.near();
            case Relationship.Computed _ -> List.of();
        };
    }

    /// Columns of the row that the link starts from.
    Set<String> own() {
        return pairs().stream().map(Pair::own).collect(Collectors.toSet());
    }
}
