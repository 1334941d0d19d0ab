package dev.loam.ports.database;

/// What became of a statement.
public sealed interface Outcome permits Rows, Outcome.SqlError, Outcome.Unavailable {
    /// The same in a few words, for logs.
    default String said() {
        return switch (this) {
            case SqlError error -> error.sqlState() + " " + error.message();
            case Unavailable unavailable -> unavailable.why() + " " + unavailable.message();
            case Rows rows -> rows.size() + " rows";
        };
    }

    /// PostgreSQL refused or failed the statement; its transaction is rolled back. Fields as in its
    /// ErrorResponse message, null where absent; `position` counts characters from 1, 0 when
    /// unknown.
    /// Source: PostgreSQL manual, "Error and Notice Message Fields".
    record SqlError(
            String sqlState, String message, String detail, String hint, String where,
            String constraint, int position) implements Outcome {
    }

    /// The statement could not be run, or its end is not known.
    record Unavailable(Why why, String message) implements Outcome {
    }

    enum Why {
        /// No connection could be made, or it broke before anything was sent.
        CONNECTION,
        /// The connection broke after the statement was sent: it may have been committed.
        BROKEN,
        /// Every connection was taken until the deadline or the queue's bound.
        POOL,
        /// The deadline passed while the statement ran; it was cancelled and rolled back.
        DEADLINE,
        /// The client left while the statement ran; it was cancelled and rolled back.
        ABANDONED
    }
}
