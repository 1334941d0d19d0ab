package dev.loam.ports.database;

/// A transaction that is under way. For the thread of its [Database.Work] and as long as that runs.
///
/// Each statement has the role and settings of its own session, whose isolation and access do not
/// count: those are the transaction's.
public interface Transaction {
    /// Runs a statement. After anything but `Rows` the transaction is lost: whatever follows fails
    /// with SQLSTATE 25P02, and it can only be rolled back.
    Outcome run(Sql sql, Session session);

    /// Runs a statement under the role and settings that the one before it left, whatever it or
    /// others made of them; for one that goes on with the same work. There must have been one.
    Outcome again(Sql sql);

    /// Runs a statement behind a savepoint: an error, or a verdict that does not commit, undoes it
    /// alone, and the transaction goes on. Only after `Unavailable` it is lost.
    Outcome attempt(Sql sql, Session session, Verdict verdict);
}
