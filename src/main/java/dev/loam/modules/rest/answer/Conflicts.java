package dev.loam.modules.rest.answer;

import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;

/// Tells the errors after which the same transaction may well succeed: PostgreSQL found that it
/// cannot go together with others that ran at the same time.
///
/// Source: PostgreSQL manual, "Serialization Failure Handling".
public final class Conflicts {
    private Conflicts() {
    }

    /// True for a serialization failure or a deadlock that no `RAISE` made up.
    public static boolean in(Outcome outcome) {
        return outcome instanceof SqlError error
                && (error.sqlState().equals("40001") || error.sqlState().equals("40P01"))
                && !raised(error.where());
    }

    /// The innermost line of the context ends with the kind of the PL/pgSQL statement.
    private static boolean raised(String where) {
        return where != null && where.lines().findFirst().orElse("").endsWith(" RAISE");
    }
}
