package dev.loam.adapters.postgres.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The role that owns the tables of the schema `auth`.
public final class AuthRole {
    public static final String NAME = "supabase_auth_admin";

    /// Since PostgreSQL 16 a member may lack the right to become the role.
    private static final String MAY = """
            select case
                when to_regrole('%1$s') is null then false
                when current_setting('server_version_num')::int >= 160000
                    then pg_has_role(to_regrole('%1$s'), 'set')
                else pg_has_role(to_regrole('%1$s'), 'member') end
            """.formatted(NAME);

    private AuthRole() {
    }

    /// Its name where the login of this connection may become it by `set role`, else null. A login
    /// of that very name needs not.
    public static String of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(MAY)) {
            rows.next();
            return rows.getBoolean(1) ? NAME : null;
        }
    }
}
