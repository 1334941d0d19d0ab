package dev.loam.adapters.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Collectors;

/// A plain connection outside of the pool, for work that is done once: migrations and the like.
public final class OwnerConnection {
    private OwnerConnection() {
    }

    /// A new connection in auto-commit, as the configuration's user; the caller closes it.
    public static Connection open(PostgresConfig config) throws SQLException {
        return open(config, LibpqParameters.pgjdbc(config));
    }

    /// One that takes the replication commands of its database, and statements in the simple
    /// protocol alone.
    public static Connection replication(PostgresConfig config) throws SQLException {
        Properties properties = LibpqParameters.pgjdbc(config);
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        return open(config, properties);
    }

    private static Connection open(PostgresConfig config, Properties properties)
            throws SQLException {
        String hosts = config.hosts().stream().map(PostgresConfig.Host::toString)
                .collect(Collectors.joining(","));
        return DriverManager.getConnection("jdbc:postgresql://" + hosts + "/", properties);
    }
}
