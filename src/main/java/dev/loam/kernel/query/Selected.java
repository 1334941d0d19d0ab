package dev.loam.kernel.query;

import java.util.List;

/// One item of a selection. Aliases, casts, hints and aggregates are null where not given.
public sealed interface Selected {
    /// A column (`*` for all), with an optional cast before and after an optional aggregate. A null
    /// `field` belongs to `count()`.
    record Column(
            Field field, String alias, String cast, Aggregate aggregate, String aggregateCast)
            implements Selected {
        public static final Column ALL =
                new Column(Field.of("*"), null, null, null, null);

        public boolean isAll() {
            return field != null && field.column().equals("*");
        }
    }

    /// Related rows: a relation, foreign key column, constraint or computed relationship named
    /// `target`. `hint` settles which way is meant. A `spread` one puts its columns into its
    /// parent.
    record Embed(
            String alias, String target, String hint, Join join, boolean spread,
            List<Selected> children) implements Selected {
        /// The name that filters and orders refer to it by.
        public String name() {
            return alias == null ? target : alias;
        }
    }

    enum Join { LEFT, INNER }

    enum Aggregate { AVG, COUNT, MAX, MIN, SUM }
}
