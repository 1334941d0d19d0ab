package dev.loam.adapters.postgres.review;

/// Something in the schema that deserves a look: what it is about, as SQL names it, why in one
/// sentence, and statements that change it.
public record Finding(Level level, Rule rule, String object, String reason, String cure) {
    /// How bad it is: an error opens data to anybody who has the public key.
    public enum Level { ERROR, WARNING, INFO }

    /// What was looked for.
    public enum Rule {
        /// A table that the API reaches has no row-level security.
        OPEN_TABLE,
        /// A relation that the API reaches cannot have row-level security.
        UNGUARDABLE,
        /// A view reads past the row-level security of its tables.
        OPEN_VIEW,
        /// Row-level security is on, and no policy lets anybody through.
        NO_POLICY,
        /// A policy asks who is asking again for each row.
        CALL_PER_ROW,
        /// No index finds the rows that a policy lets through.
        NO_INDEX,
        /// The API's roles may call a function that has its owner's rights.
        DEFINER_FUNCTION,
        /// A function with its owner's rights looks names up where its caller says.
        SEARCH_PATH,
        /// No index serves a foreign key.
        UNINDEXED_FOREIGN_KEY,
        /// An index that nothing reads.
        UNUSED_INDEX,
        /// An index that another one replaces.
        DUPLICATE_INDEX,
        /// An index that was left half made.
        INVALID_INDEX,
        /// A table that cleaning does not keep up with.
        DEAD_ROWS,
        /// A table most of whose file is empty.
        BLOAT,
        /// A table of which no statistics were taken.
        NO_STATISTICS,
        /// A transaction that holds cleaning back.
        LONG_TRANSACTION,
        /// A table whose rows cannot be addressed.
        NO_PRIMARY_KEY,
        /// A constraint that older rows are not held to.
        UNVALIDATED_CONSTRAINT,
        /// A sequence near its end.
        SEQUENCE_END,
        /// A replication slot that nobody reads.
        IDLE_SLOT,
        /// The database nears the end of its transaction numbers.
        TRANSACTION_NUMBERS,
        /// A role that requests run under and cannot.
        ROLE,
        /// A schema that is shown and is not there.
        SCHEMA,
        /// A right that others are of no use without.
        MISSING_RIGHT,
        /// An extension of which the server has a newer version.
        EXTENSION,
        /// A setting of the server.
        SERVER,
        /// A setting of Loam.
        SETTING,
        /// A certificate that the API is served with.
        CERTIFICATE
    }
}
