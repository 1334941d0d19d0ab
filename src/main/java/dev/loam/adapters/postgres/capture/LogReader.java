package dev.loam.adapters.postgres.capture;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/// One connection on which the table of changes is read and kept short.
final class LogReader implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final int FETCH = 500;
    private static final String SERIALIZATION_FAILURE = "40001";
    /// What the last snapshot did not show, in an order that agrees with that of the commits
    /// wherever one transaction had to wait for another: it then wrote here later.
    private static final String ROWS = """
            select xid::text, max(lsn) over w, max(at) over w, kind, shape, old, new
            from loam.change_log
            where xid >= pg_snapshot_xmin(?::pg_snapshot)
                and not pg_visible_in_snapshot(xid, ?::pg_snapshot)
            window w as (partition by xid)
            order by 2, change_log.xid, id""";
    /// The oldest rows come first by their number, so that little is looked at in vain.
    private static final String REMOVE = """
            delete from loam.change_log where id in (
                select id from (
                    select id, at from loam.change_log order by id limit 10000) as oldest
                where at < now() - make_interval(secs => ?))""";

    private final Connection connection;

    LogReader(PostgresConfig config) throws SQLException {
        connection = OwnerConnection.open(config);
        try {
            connection.setNetworkTimeout(Runnable::run, (int) ANSWER_MAX.toMillis());
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// A row of the table.
    record Row(long xid, Lsn lsn, Instant at, char kind, long shape, String old, String now) {
    }

    /// Takes rows, one after the other.
    interface Rows {
        void take(Row row) throws SQLException;
    }

    /// How far the log had come at a moment before all that is read later.
    Lsn end() throws SQLException {
        return Lsn.parse(value("select pg_current_wal_insert_lsn()"));
    }

    /// Which server and which course of its history this is.
    String history() throws SQLException {
        return value("select current_database() || ' ' || system_identifier || ' '"
                + " || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)"
                + " from pg_control_system()");
    }

    Snapshot snapshot() throws SQLException {
        return Snapshot.parse(value("select pg_current_snapshot()"));
    }

    /// Where nothing looks after the triggers by itself, this does.
    void tend() throws SQLException {
        value("select loam.tend_capture()");
    }

    boolean capturing() throws SQLException {
        return value("select since from loam.capturing") != null;
    }

    /// Hands on what `last` did not show and a new snapshot does, which it answers.
    Snapshot read(Snapshot last, Rows rows) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Snapshot now = snapshot();
            if (!now.equals(last)) {
                rows(last, rows);
            }
            connection.commit();
            return now;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private void rows(Snapshot last, Rows rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
            statement.setFetchSize(FETCH);
            statement.setString(1, last.toString());
            statement.setString(2, last.toString());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.take(new Row(Long.parseLong(found.getString(1)),
                            Lsn.parse(found.getString(2)),
                            found.getObject(3, OffsetDateTime.class).toInstant(),
                            found.getString(4).charAt(0), found.getLong(5),
                            found.getString(6), found.getString(7)));
                }
            }
        }
    }

    /// Removes some of what is older, and says how many rows.
    int remove(Duration older) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            statement.setDouble(1, older.toMillis() / 1e3);
            return statement.executeUpdate();
        } catch (SQLException e) {
            if (SERIALIZATION_FAILURE.equals(e.getSQLState())) {
                // Another node removes the same rows at this moment.
                return 0;
            }
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    private String value(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /// Ends also a statement under way on another thread.
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            // It is gone either way.
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
