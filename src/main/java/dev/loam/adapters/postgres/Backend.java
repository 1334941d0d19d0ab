package dev.loam.adapters.postgres;

import dev.loam.adapters.postgres.Pipeline.MalformedText;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.TransactionState;

/// One connection, hence one backend process of PostgreSQL, with the statements it has prepared.
///
/// Used by one thread at a time; only [#watch] comes from another.
final class Backend {
    /// No `BEGIN` of pgjdbc's own, text results, and a command tag also where rows came.
    private static final int FLAGS = QueryExecutor.QUERY_SUPPRESS_BEGIN
            | QueryExecutor.QUERY_NO_BINARY_TRANSFER | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS;

    private final QueryExecutor executor;
    private final SocketChannel channel;
    private final int flags;
    private final int statementsMax;
    private final Map<Pipeline.Key, Pipeline> pipelines;
    private final Query commit;
    private final Query commitUnparked;
    private final Query commitTelling;
    private final Query commitUnparkedTelling;
    private final Query rollback;
    private final Query rehearsal;
    private final Query rehearsalUnparked;
    private final long openedNanos;
    private long idleSinceNanos;
    private volatile Flight flight;
    private boolean retired;

    Backend(QueryExecutor executor, SocketChannel channel, PostgresConfig config, long nowNanos)
            throws SQLException {
        this.executor = executor;
        this.channel = channel;
        this.flags = config.preparedStatements() ? FLAGS : FLAGS | QueryExecutor.QUERY_ONESHOT;
        this.statementsMax = config.statementsMax();
        this.pipelines = new LinkedHashMap<>(64, 0.75f, true);
        this.commit = Pipeline.commit(false, false, executor);
        this.commitUnparked = Pipeline.commit(true, false, executor);
        this.commitTelling = Pipeline.commit(false, true, executor);
        this.commitUnparkedTelling = Pipeline.commit(true, true, executor);
        this.rollback = Pipeline.alone(executor, "rollback");
        this.rehearsal = Pipeline.rehearsal(false, executor);
        this.rehearsalUnparked = Pipeline.rehearsal(true, executor);
        this.openedNanos = nowNanos;
        this.idleSinceNanos = nowNanos;
    }

    Flight take(Run run) {
        var started = new Flight(executor, run, System.nanoTime());
        flight = started;
        return started;
    }

    void idle(long nowNanos) {
        flight = null;
        idleSinceNanos = nowNanos;
    }

    void watch(long nowNanos) {
        Flight running = flight;
        if (running != null) {
            running.watch(nowNanos);
        }
    }

    /// The statements of this key, prepared at their first use.
    Pipeline pipeline(Pipeline.Key key) throws SQLException {
        Pipeline known = pipelines.get(key);
        if (known != null) {
            return known;
        }
        var made = Pipeline.of(key, executor);
        if (made.once()) {
            return made;
        }
        if (pipelines.size() >= statementsMax) {
            var eldest = pipelines.entrySet().iterator();
            eldest.next().getValue().close();
            eldest.remove();
        }
        pipelines.put(key, made);
        return made;
    }

    /// True when the server reports its search path: PostgreSQL 18 and later.
    boolean reportsPath() {
        return executor.getParameterStatus("search_path") != null;
    }

    void bind(Pipeline pipeline, Sql sql, Session session) throws SQLException, MalformedText {
        pipeline.bind(sql, session, executor);
    }

    Answer execute(Pipeline pipeline) throws SQLException {
        return pipeline.execute(executor, 0, flags(pipeline));
    }

    /// Executes, leaving all but `batchRows` rows for [#fetch]; within a transaction only.
    Answer open(Pipeline pipeline, int batchRows) throws SQLException {
        return pipeline.execute(
                executor, batchRows, flags(pipeline) | QueryExecutor.QUERY_FORWARD_CURSOR);
    }

    /// What serves one request is prepared without a name.
    private int flags(Pipeline pipeline) {
        return pipeline.once() ? flags | QueryExecutor.QUERY_ONESHOT : flags;
    }

    Answer fetch(ResultCursor cursor, int batchRows) throws SQLException {
        var answer = new Answer(0);
        executor.fetch(cursor, answer, batchRows, false);
        return answer;
    }

    /// Commits what the pipeline began.
    Answer commit(Pipeline pipeline) throws SQLException {
        return pipeline.parks() ? end(commitUnparked, 1) : end(commit, 0);
    }

    /// The same; the answer tells the log's position after it.
    Answer commitTelling(Pipeline pipeline) throws SQLException {
        boolean parks = pipeline.parks();
        int at = parks ? 1 : 0;
        return end(parks ? commitUnparkedTelling : commitTelling, new Answer(at, at));
    }

    /// Does what was deferred to the commit of what the pipeline began, then rolls it back.
    Answer rehearse(Pipeline pipeline) throws SQLException {
        return pipeline.parks() ? end(rehearsalUnparked, 2) : end(rehearsal, 1);
    }

    Answer rollback() throws SQLException {
        return end(rollback, 0);
    }

    /// Runs statements that take no values; the last one's tag counts.
    Answer plainly(String... texts) throws SQLException {
        return end(Pipeline.alone(executor, texts), texts.length - 1);
    }

    private Answer end(Query query, int wanted) throws SQLException {
        return end(query, new Answer(wanted));
    }

    private Answer end(Query query, Answer answer) throws SQLException {
        executor.execute(query, query.createParameterList(), answer, 0, 0, flags);
        return answer;
    }

    boolean broken() {
        return executor.isClosed();
    }

    /// Says that this connection must not be used again.
    void retire() {
        retired = true;
    }

    /// True when the next request may have this connection: nothing is left of the last one.
    boolean clean() {
        return !retired && !executor.isClosed()
                && executor.getTransactionState() == TransactionState.IDLE;
    }

    boolean outlived(PostgresConfig config, long nowNanos) {
        return nowNanos - openedNanos > config.ageMax().toNanos()
                || nowNanos - idleSinceNanos > config.idleMax().toNanos();
    }

    long idleNanos(long nowNanos) {
        return nowNanos - idleSinceNanos;
    }

    /// True when the server has neither closed the connection nor said anything since it was last
    /// used. Costs three system calls and does not block.
    boolean silent() {
        try {
            channel.configureBlocking(false);
            int read = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return read == 0;
        } catch (IOException _) {
            return false;
        }
    }

    void close() {
        executor.close();
    }
}
