package dev.loam.spec.random;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RawHttp;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.fixture.Tokens;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A database with a thrown schema, the server over it, and a connection of our own beside it.
final class Arena implements AutoCloseable {
    private final Schema schema;
    private final Rows rows;
    private final Connection connection;
    private final RestServer server;
    private final RawHttp http;
    private final Map<String, String> tokens = new HashMap<>();

    private Arena(Schema schema, Rows rows, TestDatabase database) throws SQLException {
        this.schema = schema;
        this.rows = rows;
        this.connection = database.connect();
        this.server = RestServer.start(database.url(SchemaScript.LOGIN), Map.of(
                "PGRST_DB_SCHEMAS", Sql.SCHEMA, "PGRST_DB_ANON_ROLE", SchemaScript.ANONYMOUS,
                "PGRST_DB_POOL", "3", "PGRST_DB_AGGREGATES_ENABLED", "true"));
        this.http = server.http();
        Rows.OWNERS.forEach(owner -> tokens.put(owner, Tokens.of(SchemaScript.USER, owner)));
        connection.setAutoCommit(false);
    }

    static Arena open(Dice dice) {
        Schema schema = SchemaMaker.make(dice.fork());
        Rows rows = Rows.make(schema, dice.fork());
        TestDatabase database = PostgresFixture.freshDatabase();
        database.execute(SchemaScript.of(schema, rows));
        try {
            return new Arena(schema, rows, database);
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    Schema schema() {
        return schema;
    }

    Rows rows() {
        return rows;
    }

    RawHttp.Answer send(Request request) {
        List<String[]> headers = new ArrayList<>(request.headers());
        if (request.owner() != null) {
            headers.add(new String[] {
                "Authorization", "Bearer " + tokens.get(request.owner())});
        }
        return http.send(request.method(), request.target(), headers, request.body());
    }

    /// What a statement says: the first cell of its first row, or the SQLSTATE it fails with.
    record Said(String value, String failure, String message) {
        boolean failed() {
            return failure != null;
        }
    }

    /// Asks as the role and with the claims of `owner`, and takes everything back.
    Said ask(String owner, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(session(owner));
            try (ResultSet result = statement.executeQuery(sql)) {
                return new Said(result.next() ? result.getString(1) : null, null, null);
            }
        } catch (SQLException wrong) {
            return new Said(null, wrong.getSQLState(), wrong.getMessage());
        } finally {
            rollBack();
        }
    }

    /// What a statement says, and what all the tables hold after it.
    record Effect(Said said, String checksum) {
    }

    /// As `ask`, for a statement that writes.
    Effect tryOut(String owner, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(session(owner));
            String value;
            try (ResultSet result = statement.executeQuery(sql)) {
                value = result.next() ? result.getString(1) : null;
            }
            statement.execute("reset role");
            try (ResultSet result = statement.executeQuery(sums())) {
                result.next();
                return new Effect(new Said(value, null, null), result.getString(1));
            }
        } catch (SQLException wrong) {
            return new Effect(new Said(null, wrong.getSQLState(), wrong.getMessage()), null);
        } finally {
            rollBack();
        }
    }

    private static String session(String owner) {
        String role = owner == null ? SchemaScript.ANONYMOUS : SchemaScript.USER;
        String claims = owner == null ? "{\"role\":\"" + role + "\"}"
                : "{\"role\":\"" + role + "\",\"sub\":\"" + owner + "\"}";
        return "set local role " + role + "; set local search_path = " + Sql.quoted(Sql.SCHEMA)
                + "; select set_config('request.jwt.claims', '" + claims + "', true)";
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /// What all the tables hold, in few characters.
    String checksum() {
        return value(sums());
    }

    private String value(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        } finally {
            rollBack();
        }
    }

    private String sums() {
        return "select " + schema.tables().stream().filter(table -> table.base() == null)
                .map(table -> "(select coalesce(md5(string_agg(t::text, '|' order by t::text)), "
                        + "'') from " + table.sql() + " as t)")
                .collect(Collectors.joining(" || ' ' || "));
    }

    /// Sessions of the server that have not ended their transaction.
    String unended() {
        return value("select coalesce(string_agg(state || ': ' || query, ', '), '') "
                + "from pg_stat_activity where datname = current_database() and usename = '"
                + SchemaScript.LOGIN + "' and state like 'idle in transaction%' "
                + "and xact_start < now() - interval '2 seconds'");
    }

    @Override
    public void close() {
        server.close();
        try {
            connection.close();
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
