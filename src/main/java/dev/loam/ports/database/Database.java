package dev.loam.ports.database;

import java.io.IOException;

/// One PostgreSQL database, through a bounded pool.
///
/// All methods block the calling (virtual) thread, never longer than the run's deadline plus the
/// time a cancel takes, and may be called by any number of threads. Nothing a session sets outlives
/// its statement. None throws for what the database says: that is an [Outcome]. After `BROKEN` the
/// caller cannot know whether the effect was kept; nothing is ever run twice here.
public interface Database extends AutoCloseable {
    /// The implicit shape: settings and statement in one round trip and one implicit transaction,
    /// committed when the answer arrives. For whatever needs no decision after it ran.
    Outcome run(Sql sql, Session session, Run run);

    /// The explicit shape: `BEGIN`, settings and statement in one round trip, then its end as
    /// the verdict says.
    Outcome decide(Sql sql, Session session, Run run, Verdict verdict);

    /// Rows as they come, in batches of `batchRows`, in one read-only transaction, memory bounded
    /// by a batch. The sink is called on this thread for each batch; when it throws, the statement
    /// is given up and the exception passes through. Answers `Rows` without values and the number
    /// of rows in `affected` at the end.
    Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink) throws IOException;

    /// Several statements in one transaction, a round trip each, decided upon between them: begun
    /// with the first one as `session` says (its isolation and access; each statement brings the
    /// rest of its own), ended as the work says. Answers `Rows` without values, or why nothing
    /// was kept. When the work throws, the transaction is rolled back and the exception passes
    /// through. A connection is held all the while: work that waits for anyone slow has to bound
    /// its time and its number.
    Outcome transact(Session session, Run run, Work work) throws IOException;

    /// Why the answer to a statement would be kept for others or not, in a sentence; null where
    /// none ever is. Runs nothing.
    default String explain(Sql sql, Session session, Run run) {
        return null;
    }

    @Override
    void close();

    /// What is done in a transaction of several statements.
    interface Work {
        Verdict.End in(Transaction transaction) throws IOException;
    }

    /// Takes a batch of rows.
    interface Sink {
        void rows(Rows batch) throws IOException;
    }
}
