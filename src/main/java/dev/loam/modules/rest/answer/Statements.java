package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Trail;
import dev.loam.modules.rest.failure.SqlFailures;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;

/// The statements of one request that needs several, one by one in its transaction. For the thread
/// of the request.
public final class Statements {
    private final Transaction transaction;
    private final Session session;
    private final Trail trail;
    private final boolean anonymous;

    Statements(Transaction transaction, Session session, Trail trail, boolean anonymous) {
        this.transaction = transaction;
        this.session = session;
        this.trail = trail;
        this.anonymous = anonymous;
    }

    /// What is done in the transaction. Its rows are laid out as `kernel.query.Result` says and
    /// become the answer; a refusal undoes everything.
    public interface Work {
        Rows in(Statements statements);
    }

    /// The rows of a statement. `place` says which part of the body it concerns, null for all of
    /// it.
    ///
    /// Fails: with whatever PostgreSQL says.
    public Rows run(Sql sql, String place) {
        trail.runs(sql.text());
        Outcome outcome = transaction.run(sql, session);
        if (place != null && outcome instanceof Outcome.SqlError error) {
            throw new Refusal(SqlFailures.of(error, anonymous, place));
        }
        return Runner.rows(outcome, anonymous);
    }
}
