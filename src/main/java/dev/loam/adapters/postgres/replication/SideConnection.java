package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.base.position.Lsn;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The ordinary connection beside the stream: what the log does not say is asked here. Opened when
/// first used, and again after it broke. One statement at a time; any thread.
final class SideConnection implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final int FLUSHING_MESSAGES = 170_000;
    private static final String BROKEN = "08";

    private final PostgresConfig config;
    private Connection connection;
    private boolean closed;

    SideConnection(PostgresConfig config) {
        this.config = config;
    }

    /// Asks one thing.
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /// How far the log has been written, and how far it is safe on disk, from where it is sent.
    record Ends(Lsn written, Lsn flushed) {
    }

    synchronized <T> T ask(Question<T> question) throws SQLException {
        if (closed) {
            throw new SQLException("closed");
        }
        if (connection == null) {
            connection = OwnerConnection.open(config);
            connection.setNetworkTimeout(Runnable::run, (int) ANSWER_MAX.toMillis());
        }
        try {
            return question.ask(connection);
        } catch (SQLException e) {
            if (e.getSQLState() == null || e.getSQLState().startsWith(BROKEN)) {
                connection.close();
            }
            throw e;
        } finally {
            if (connection.isClosed()) {
                connection = null;
            }
        }
    }

    int version() throws SQLException {
        return ask(open -> Integer.parseInt(
                value(open, "select current_setting('server_version_num')")));
    }

    /// The first transaction number that was not given out yet.
    long nextXid() throws SQLException {
        return ask(open -> Long.parseLong(
                value(open, "select pg_snapshot_xmax(pg_current_snapshot())")));
    }

    /// Which of some publications there are.
    Set<String> publications(List<String> names) throws SQLException {
        return ask(open -> {
            Array wanted = open.createArrayOf("text", names.toArray());
            try (PreparedStatement statement = open.prepareStatement(
                    "select pubname from pg_publication where pubname = any(?)")) {
                statement.setArray(1, wanted);
                return new TreeSet<>(texts(statement));
            }
        });
    }

    Ends ends() throws SQLException {
        return ask(open -> {
            try (PreparedStatement statement = open.prepareStatement(
                    "select pg_current_wal_insert_lsn(), pg_current_wal_flush_lsn()");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new Ends(Lsn.parse(row.getString(1)), Lsn.parse(row.getString(2)));
            }
        });
    }

    /// Has the server write out its log up to here. It does so at a commit by itself, but not where
    /// `synchronous_commit` is off, and not what no transaction has committed.
    void flush() throws SQLException {
        ask(open -> {
            boolean direct = Integer.parseInt(value(open,
                    "select current_setting('server_version_num')")) >= FLUSHING_MESSAGES;
            return value(open, direct
                    ? "select pg_logical_emit_message(false, '" + Assembler.POKE + "', '', true)"
                    // Before release 17 only a commit does it, and only of a transaction that
                    // has a number.
                    : "select set_config('synchronous_commit', 'local', true), "
                            + "pg_logical_emit_message(true, '" + Assembler.POKE + "', '')");
        });
    }

    static String value(Connection open, String query) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    static List<String> texts(PreparedStatement statement) throws SQLException {
        var texts = new ArrayList<String>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException _) {
                // It is gone either way.
            }
        }
    }
}
