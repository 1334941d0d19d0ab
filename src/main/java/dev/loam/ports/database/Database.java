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

    @Override
    void close();

    /// Takes a batch of rows.
    interface Sink {
        void rows(Rows batch) throws IOException;
    }
}
