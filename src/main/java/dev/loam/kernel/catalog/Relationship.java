package dev.loam.kernel.catalog;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import java.util.List;

/// A way from the rows of one relation to those of another.
public sealed interface Relationship {
    TableName from();

    TableName to();

    /// True where a row of `from` has at most one row of `to`.
    boolean toOne();

    /// True for a relation related to itself.
    default boolean self() {
        return from().equals(to());
    }

    /// Columns joined: `own` on `from`, `other` on `to`.
    record Pair(String own, String other) {
    }

    /// Rows of `from` hold the key of one row of `to`.
    record ManyToOne(TableName from, TableName to, String constraint, List<Pair> pairs)
            implements Relationship {
        @Override
        public boolean toOne() {
            return true;
        }
    }

    /// The other way round: rows of `to` hold the key of a row of `from`.
    record OneToMany(TableName from, TableName to, String constraint, List<Pair> pairs)
            implements Relationship {
        @Override
        public boolean toOne() {
            return false;
        }
    }

    /// A foreign key that is itself unique. `parent` is true where `to` holds it, so that `from` is
    /// the referenced side.
    record OneToOne(
            TableName from, TableName to, String constraint, List<Pair> pairs, boolean parent)
            implements Relationship {
        @Override
        public boolean toOne() {
            return true;
        }
    }

    /// Through a junction table whose primary key (or unique key) includes both foreign keys.
    /// `near` pairs (from column, junction column); `far` pairs (junction column, to column).
    record ManyToMany(
            TableName from, TableName to, TableName junction, String nearConstraint,
            String farConstraint, List<Pair> near, List<Pair> far) implements Relationship {
        @Override
        public boolean toOne() {
            return false;
        }
    }

    /// A function from a row of `from` to rows of `to`; it hides foreign keys of the same name.
    record Computed(TableName from, TableName to, FunctionName function, boolean toOne)
            implements Relationship {
    }
}
