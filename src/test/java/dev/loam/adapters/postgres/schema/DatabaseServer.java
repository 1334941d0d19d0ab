package dev.loam.adapters.postgres.schema;

import dev.loam.adapters.postgres.embedded.EmbeddedConfig;
import dev.loam.adapters.postgres.embedded.EmbeddedPostgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A server for one test class, in which each test makes databases of its own.
final class DatabaseServer implements AutoCloseable {
    private final EmbeddedPostgres server;
    private int databases;

    DatabaseServer(Path folder) {
        // Nothing here is to survive a power loss.
        server = EmbeddedPostgres.start(folder.resolve(".loam"),
                EmbeddedConfig.defaults().withSettings(Map.of("fsync", "off")));
    }

    /// The owner's URL of a new, empty database.
    String newDatabase() throws SQLException {
        String name = "test_" + ++databases;
        try (Connection connection = server.connect()) {
            execute(connection, "create database " + name);
        }
        return url(name);
    }

    String url(String database) {
        return server.jdbcUrl().replace("/postgres?", "/" + database + "?");
    }

    /// The same database for another login.
    static Connection connect(String url, String user, String password) throws SQLException {
        return DriverManager.getConnection(url.substring(0, url.indexOf('?')), user, password);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The first column of all rows; null is shown as such.
    static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    static String value(Connection connection, String sql) throws SQLException {
        return column(connection, sql).getFirst();
    }

    @Override
    public void close() {
        server.close();
    }
}
