package dev.loam.kernel.catalog;

import dev.loam.fixture.TestDatabase;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/// A real database through one plain connection: no pool, no deadlines. For reading catalogs only.
final class JdbcDatabase implements Database {
    private final Connection connection;

    JdbcDatabase(TestDatabase database) throws SQLException {
        connection = database.connect();
        connection.setAutoCommit(false);
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        try {
            for (Session.Setting setting : session.settings()) {
                try (PreparedStatement set =
                        connection.prepareStatement("select set_config(?, ?, true)")) {
                    set.setString(1, setting.name());
                    set.setString(2, setting.value());
                    set.execute();
                }
            }
            Rows rows = rows(sql);
            connection.commit();
            return rows;
        } catch (SQLException e) {
            return rolledBack(e);
        }
    }

    private Rows rows(Sql sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            for (int i = 0; i < sql.binds().size(); i++) {
                statement.setObject(
                        i + 1, ((Sql.Bind.Text) sql.binds().get(i)).value(), Types.OTHER);
            }
            try (ResultSet result = statement.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                var values = new ArrayList<byte[][]>();
                while (result.next()) {
                    var row = new byte[columns][];
                    for (int i = 0; i < columns; i++) {
                        String cell = result.getString(i + 1);
                        row[i] = cell == null ? null : cell.getBytes(StandardCharsets.UTF_8);
                    }
                    values.add(row);
                }
                return new Rows(List.of(), values, values.size());
            }
        }
    }

    private Outcome rolledBack(SQLException e) {
        try {
            connection.rollback();
        } catch (SQLException again) {
            return new Outcome.Unavailable(Outcome.Why.BROKEN, again.getMessage());
        }
        return new Outcome.SqlError(
                e.getSQLState(), e.getMessage(), null, null, null, null, 0);
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome transact(Session session, Run run, Work work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink)
            throws IOException {
        Outcome outcome = run(sql, session, run);
        if (outcome instanceof Rows rows) {
            sink.rows(rows);
            return new Rows(rows.columns(), List.of(), rows.size());
        }
        return outcome;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
