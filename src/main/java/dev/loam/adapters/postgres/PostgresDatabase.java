package dev.loam.adapters.postgres;

import dev.loam.adapters.postgres.Pipeline.Key;
import dev.loam.adapters.postgres.Pipeline.MalformedText;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.SqlError;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Isolation;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.LongConsumer;

/// A PostgreSQL database through pgjdbc, a [Pool] and the one-Sync [Pipeline].
///
/// Nothing is run twice, with one exception that nobody can see: when PostgreSQL says that a
/// prepared statement no longer fits the schema, its transaction is rolled back and tried once more
/// with statements prepared anew. Statement timeouts and the like, as the database set them, are
/// SqlErrors; only what was cancelled from here is DEADLINE or ABANDONED.
///
/// What a function sets for the *session* (`set_config(…, false)`, `SET` without `LOCAL`, an
/// advisory lock, a temporary table) outlives its request on that connection, as behind every pool;
/// it cannot be noticed cheaply. Role and the settings of the next request do not suffer from it,
/// since they are set anew each time.
public final class PostgresDatabase implements Database {
    static final String CANCELLED = "57014";
    static final SqlError NO_ROLE = refusal("22023", "role \"none\" does not exist");

    private final Pool pool;

    /// Opens no connection yet.
    public PostgresDatabase(PostgresConfig config) {
        this(config, _ -> { });
    }

    /// @param waits is told how many nanoseconds each request that found no connection free waited
    ///     for one, in vain or not; must be quick
    public PostgresDatabase(PostgresConfig config, LongConsumer waits) {
        pool = new Pool(config, waits);
    }

    /// What is done on a connection. Only a [Sink] or a [Work] may make it throw IOException.
    private interface Use {
        Outcome on(Backend backend, Flight flight)
                throws SQLException, MalformedText, IOException;
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        if (session.isolation() != null) {
            return decide(sql, session, run, Verdict.COMMIT);
        }
        return quietly(session, run, (backend, _) -> tells(session, run)
                ? committed(backend, sql, session) : implicit(backend, sql, session));
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        return quietly(session, run,
                (backend, _) -> explicit(backend, sql, session, verdict, tells(session, run)));
    }

    /// Whether the answer says where the log was after its commit.
    private static boolean tells(Session session, Run run) {
        return run.tellsPosition() && session.access() == Access.READ_WRITE;
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink)
            throws IOException {
        if (batchRows < 2) {
            // With one, the settings' single row would already look like a full batch.
            throw new IllegalArgumentException("a batch has at least two rows: " + batchRows);
        }
        return on(session, run, (backend, flight) ->
                new RowStream(backend, flight, batchRows, sink).of(sql, session));
    }

    @Override
    public Outcome transact(Session session, Run run, Work work) throws IOException {
        return on(session, run, (backend, flight) -> new PostgresTransaction(
                backend, flight, begin(session.isolation(), session.access()),
                tells(session, run)).ended(work));
    }

    private Outcome quietly(Session session, Run run, Use use) {
        try {
            return on(session, run, use);
        } catch (IOException e) {
            throw new IllegalStateException("nothing here reads or writes but pgjdbc", e);
        }
    }

    private Outcome on(Session session, Run run, Use use) throws IOException {
        if (roleless(session)) {
            return NO_ROLE;
        }
        run.turn().await();
        Backend backend;
        try {
            backend = pool.take(run);
        } catch (NoBackend e) {
            return e.outcome();
        }
        Flight flight = backend.take(run);
        Outcome outcome = null;
        try {
            if (run.deadline().passed(System.nanoTime())) {
                return new Unavailable(Why.DEADLINE, "the deadline passed before it was sent");
            }
            outcome = attempt(backend, flight, use);
            return outcome = landed(backend, flight, outcome);
        } finally {
            if (outcome == null) {
                settle(backend, flight);
            }
            pool.give(backend);
        }
    }

    private static Outcome attempt(Backend backend, Flight flight, Use use)
            throws IOException {
        Outcome outcome;
        try {
            outcome = use.on(backend, flight);
        } catch (SQLException e) {
            backend.retire();
            return new Unavailable(Why.BROKEN, e.getMessage());
        } catch (MalformedText e) {
            return refusal("22021", e.getMessage());
        }
        if (backend.broken() && outcome instanceof SqlError(
                String _, String message, String _, String _, String _, String _, int _)) {
            return new Unavailable(Why.BROKEN, message);
        }
        return outcome;
    }

    /// Ends the flight, and tells an error that a cancel from here caused from any other.
    private static Outcome landed(Backend backend, Flight flight, Outcome outcome) {
        Why why = flight.land();
        if (why == null) {
            return outcome;
        }
        if (outcome instanceof SqlError error && error.sqlState().equals(CANCELLED)) {
            return new Unavailable(why, error.message());
        }
        // The cancel came too late, or for something else: it may still be on its way.
        backend.retire();
        return outcome;
    }

    /// After a throw of the verdict, the sink or a defect: nothing of it may stay.
    private static void settle(Backend backend, Flight flight) {
        if (!backend.clean()) {
            backend.retire();
        }
        if (flight.land() != null) {
            backend.retire();
        }
    }

    /// `none` is PostgreSQL's word for the login role, here where a role was asked for.
    static boolean roleless(Session session) {
        return "none".equals(session.role());
    }

    static SqlError refusal(String sqlState, String message) {
        return new SqlError(sqlState, message, null, null, null, null, 0);
    }

    private static Outcome implicit(Backend backend, Sql sql, Session session)
            throws SQLException, MalformedText {
        Pipeline pipeline = backend.pipeline(Key.implicit(sql, session));
        try {
            backend.bind(pipeline, sql, session);
            Answer answer = backend.execute(pipeline);
            if (answer.stale() && !backend.broken()) {
                answer = backend.execute(pipeline);
            }
            return answer.failed() ? answer.sqlError() : answer.rows(pipeline.columns());
        } finally {
            pipeline.clear();
        }
    }

    /// The implicit shape with an end of its own, behind which there is room for the position.
    private static Outcome committed(Backend backend, Sql sql, Session session)
            throws SQLException, MalformedText {
        Pipeline pipeline = backend.pipeline(
                Key.committed(sql, session, begin(null, session.access())));
        try {
            backend.bind(pipeline, sql, session);
            Answer answer = backend.execute(pipeline);
            if (answer.stale() && !backend.broken()) {
                backend.rollback();
                answer = backend.execute(pipeline);
            }
            if (answer.failed()) {
                rollback(backend);
                return answer.sqlError();
            }
            return told(answer.rows(pipeline.columns()), answer);
        } finally {
            pipeline.clear();
        }
    }

    /// The rows with the position that the answer to the commit tells, if it does.
    private static Rows told(Rows rows, Answer commit) {
        return commit.position() == null ? rows
                : rows.withServed(Served.written(commit.position()));
    }

    private static Outcome explicit(
            Backend backend, Sql sql, Session session, Verdict verdict, boolean tells)
            throws SQLException, MalformedText {
        String begin = begin(session.isolation(), session.access());
        Pipeline pipeline =
                backend.pipeline(Key.explicit(sql, session, begin, backend.reportsPath()));
        Answer answer;
        try {
            backend.bind(pipeline, sql, session);
            answer = backend.execute(pipeline);
            if (answer.stale() && !backend.broken()) {
                backend.rollback();
                answer = backend.execute(pipeline);
            }
        } finally {
            pipeline.clear();
        }
        if (answer.failed()) {
            rollback(backend);
            return answer.sqlError();
        }
        Rows rows = answer.rows(pipeline.columns());
        Verdict.End end = null;
        try {
            end = verdict.of(rows);
        } finally {
            if (end == null) {
                rollback(backend);
            }
        }
        return switch (end) {
            case COMMIT -> commit(backend, pipeline, rows, tells);
            case ROLLBACK -> {
                rollback(backend);
                yield rows;
            }
            case REHEARSE -> rehearse(backend, pipeline, rows);
        };
    }

    static Outcome rehearse(Backend backend, Pipeline pipeline, Rows rows) throws SQLException {
        Answer answer = backend.rehearse(pipeline);
        if (!answer.failed()) {
            return rows;
        }
        rollback(backend);
        return answer.sqlError();
    }

    static String begin(Isolation isolation, Access access) {
        return "begin" + (isolation == null ? "" : " isolation level " + isolation.sql())
                + (access == Access.READ_ONLY ? " read only" : "");
    }

    static Outcome commit(Backend backend, Pipeline pipeline, Rows rows, boolean tells)
            throws SQLException {
        Answer answer = tells ? backend.commitTelling(pipeline) : backend.commit(pipeline);
        if (answer.failed()) {
            return answer.sqlError();
        }
        // PostgreSQL answers so, and not with an error, when the transaction had failed before.
        return answer.tag().equals("COMMIT") ? told(rows, answer)
                : refusal("25P02", "the transaction was rolled back");
    }

    /// Whether it worked or not, nothing stays: a connection that is not idle is thrown away.
    static void rollback(Backend backend) throws SQLException {
        if (!backend.broken()) {
            backend.rollback();
        }
    }

    /// How many connections are open, for tests and meters.
    public int connections() {
        return pool.size();
    }

    /// How the pool stands now.
    public PoolFigures figures() {
        return pool.figures();
    }

    @Override
    public void close() {
        pool.close();
    }
}
