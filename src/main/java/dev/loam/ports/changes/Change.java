package dev.loam.ports.changes;

import java.util.List;

/// One thing that a transaction did.
public sealed interface Change {
    /// A new, changed or removed row.
    ///
    /// `before` is the old row as far as the log has it, or null: with `keyOnly` only the cells of
    /// the replica identity are there (all others are null), and for an update only when one of
    /// them changed. `after` is null for a removed row.
    record OfRow(
            Kind kind, ChangedTable table, CellRow before, boolean keyOnly, CellRow after)
            implements Change {
    }

    /// All rows of these tables were removed.
    record Truncation(List<ChangedTable> tables) implements Change {
    }

    /// A message that SQL put into the log with `pg_logical_emit_message(true, prefix, …)`.
    record Message(String prefix, byte[] content) implements Change {
        private static final String DDL = "loam.ddl";
        private static final String REFRESH = "loam.refresh";

        /// Whether an event trigger tells by it that the schema has changed.
        public boolean redefines() {
            return prefix.equals(DDL);
        }

        /// Whether an event trigger tells by it that the materialized view was made anew whose
        /// `schema.name` is the content.
        public boolean refreshes() {
            return prefix.equals(REFRESH);
        }
    }

    enum Kind { INSERT, UPDATE, DELETE }
}
