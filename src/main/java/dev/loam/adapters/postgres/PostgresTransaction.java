package dev.loam.adapters.postgres;

import dev.loam.adapters.postgres.Pipeline.Key;
import dev.loam.adapters.postgres.Pipeline.MalformedText;
import dev.loam.ports.database.Database.Work;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import java.io.IOException;
import java.sql.SQLException;

/// A transaction whose statements go out one by one, each with its settings in one round trip; the
/// first one takes `BEGIN` along.
final class PostgresTransaction implements Transaction {
    private static final String SAVEPOINT = "savepoint loam_step";
    private static final String UNDO = "rollback to savepoint loam_step";
    private static final String RELEASE = "release savepoint loam_step";

    private static final SqlError LOST =
            PostgresDatabase.refusal("25P02", "the transaction is lost already");

    private final Backend backend;
    private final Flight flight;
    private final String begin;
    private final boolean tells;
    private boolean begun;
    /// What made the transaction be lost, null while it is not.
    private Outcome loss;
    private Pipeline last;
    private Session session;
    private SQLException broken;

    /// With `tells`, the end says where the log was after the commit.
    PostgresTransaction(Backend backend, Flight flight, String begin, boolean tells) {
        this.backend = backend;
        this.flight = flight;
        this.begin = begin;
        this.tells = tells;
    }

    /// Does the work and ends the transaction as it says.
    Outcome ended(Work work) throws SQLException, IOException {
        Verdict.End end = null;
        try {
            end = work.in(this);
        } finally {
            if (end == null && begun) {
                PostgresDatabase.rollback(backend);
            }
        }
        if (broken != null) {
            throw broken;
        }
        if (last == null) {
            PostgresDatabase.rollback(backend);
            return Rows.NONE;
        }
        if (loss != null && end != Verdict.End.ROLLBACK) {
            PostgresDatabase.rollback(backend);
            return loss;
        }
        return switch (end) {
            case COMMIT -> PostgresDatabase.commit(backend, last, Rows.NONE, tells);
            case ROLLBACK -> {
                PostgresDatabase.rollback(backend);
                yield Rows.NONE;
            }
            case REHEARSE -> PostgresDatabase.rehearse(backend, last, Rows.NONE);
        };
    }

    @Override
    public Outcome run(Sql sql, Session session) {
        return tried(session, () -> {
            Outcome outcome = sent(sql, session, Key.within(
                    sql, session, begun ? null : begin, backend.reportsPath()));
            loss = outcome instanceof Rows ? null : outcome;
            return outcome;
        });
    }

    @Override
    public Outcome again(Sql sql) {
        if (last == null) {
            throw new IllegalStateException("nothing was run before");
        }
        Session same = session;
        return tried(same, () -> {
            Outcome outcome = sent(sql, same, Key.again(sql, same, last.parks()));
            loss = outcome instanceof Rows ? null : outcome;
            return outcome;
        });
    }

    @Override
    public Outcome attempt(Sql sql, Session session, Verdict verdict) {
        return tried(session, () -> {
            if (!begun) {
                begun = true;
                backend.plainly(begin);
            }
            Pipeline before = last;
            Outcome outcome = sent(sql, session,
                    Key.within(sql, session, SAVEPOINT, backend.reportsPath()));
            boolean kept = outcome instanceof Rows rows && verdict.of(rows) == Verdict.End.COMMIT;
            last = kept ? last : before;
            Answer settled = kept ? backend.plainly(RELEASE) : backend.plainly(UNDO, RELEASE);
            if (settled.failed() || outcome instanceof Unavailable) {
                loss = settled.failed() ? settled.sqlError() : outcome;
                return loss;
            }
            return outcome;
        });
    }

    /// One exchange with the server.
    private interface Step {
        Outcome taken() throws SQLException, MalformedText;
    }

    private Outcome tried(Session session, Step step) {
        Why why = flight.cancelled();
        if (why != null) {
            // Between two statements the server is idle and takes no notice of a cancel.
            loss = new Unavailable(why, "given up between two statements");
            return loss;
        }
        if (loss != null || PostgresDatabase.roleless(session)) {
            return loss != null ? LOST : PostgresDatabase.NO_ROLE;
        }
        try {
            return step.taken();
        } catch (SQLException e) {
            broken = e;
            loss = new Unavailable(Why.BROKEN, e.getMessage());
            return loss;
        } catch (MalformedText e) {
            return PostgresDatabase.refusal("22021", e.getMessage());
        }
    }

    private Outcome sent(Sql sql, Session of, Key key) throws SQLException, MalformedText {
        Pipeline pipeline = backend.pipeline(key);
        session = of;
        Answer answer;
        try {
            backend.bind(pipeline, sql, of);
            boolean opens = !begun;
            begun = true;
            answer = backend.execute(pipeline);
            if (answer.stale() && opens && !backend.broken()) {
                backend.rollback();
                answer = backend.execute(pipeline);
            }
        } finally {
            pipeline.clear();
        }
        last = pipeline;
        if (!answer.failed()) {
            return answer.rows(pipeline.columns());
        }
        SqlError error = answer.sqlError();
        Why why = flight.cancelled();
        if (why != null && error.sqlState().equals(PostgresDatabase.CANCELLED)) {
            return new Unavailable(why, error.message());
        }
        // A statement that the schema left behind can be prepared anew in another transaction only.
        return answer.stale() ? PostgresDatabase.refusal("40001", error.message()) : error;
    }
}
