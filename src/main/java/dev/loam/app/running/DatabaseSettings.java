package dev.loam.app.running;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.app.config.InDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/// Reads the settings named `pgrst.*` that a database keeps for its login role: those set on the
/// role, over them those set on the role in this database, over them what the pre-config function
/// sets.
/// Source: PostgREST documentation, "In-Database Configuration".
final class DatabaseSettings {
    private static final String OF_THE_ROLE = """
            select split_part(given, '=', 1), substr(given, strpos(given, '=') + 1)
            from pg_catalog.pg_db_role_setting kept, unnest(kept.setconfig) given
            where kept.setrole = (select oid from pg_catalog.pg_roles
                                  where rolname = session_user)
              and kept.setdatabase in (0, (select oid from pg_catalog.pg_database
                                           where datname = current_database()))
            order by kept.setdatabase = 0 desc""";

    private DatabaseSettings() {
    }

    /// `preConfig` is the name of a function, perhaps with its schema, or null. Blocks.
    static Map<String, String> read(PostgresConfig database, String preConfig)
            throws SQLException {
        try (Connection connection = OwnerConnection.open(database);
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            Map<String, String> settings = new HashMap<>();
            try (ResultSet rows = statement.executeQuery(OF_THE_ROLE)) {
                while (rows.next()) {
                    if (InDatabase.isSetting(rows.getString(1))) {
                        settings.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
            if (preConfig != null) {
                statement.execute("select " + quoted(preConfig) + "()");
                for (String name : InDatabase.names()) {
                    readCurrent(statement, name, settings);
                }
            }
            connection.rollback();
            return settings;
        }
    }

    /// `name` is one of a fixed set.
    private static void readCurrent(
            Statement statement, String name, Map<String, String> settings) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select current_setting('" + name + "', true)")) {
            row.next();
            String value = row.getString(1);
            if (value != null && !value.isEmpty()) {
                settings.put(name, value);
            }
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"").replaceFirst("\\.", "\".\"") + '"';
    }
}
