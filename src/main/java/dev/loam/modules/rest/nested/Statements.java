package dev.loam.modules.rest.nested;

import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;

/// The statements of one request, run one by one in its transaction.
@FunctionalInterface
public interface Statements {
    /// The rows of a statement. `place` says which part of the body it concerns, null for all of
    /// it.
    ///
    /// Fails: with whatever PostgreSQL says; then nothing more can be run.
    Rows run(Sql sql, String place);
}
