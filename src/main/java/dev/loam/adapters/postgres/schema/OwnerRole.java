package dev.loam.adapters.postgres.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A role that owns one of the schemas that Loam makes.
final class OwnerRole {
    /// That of the schema `realtime`.
    static final String REALTIME = "supabase_realtime_admin";

    /// Since PostgreSQL 16 a member may lack the right to become the role.
    private static final String MAY = """
            select case
                when to_regrole(r) is null then false
                when current_setting('server_version_num')::int >= 160000
                    then pg_has_role(to_regrole(r), 'set')
                else pg_has_role(to_regrole(r), 'member') end
            from (select ?::text as r) asked
            """;

    private OwnerRole() {
    }

    /// The role where the login of this connection may become it by `set role`, else null.
    static String within(Connection connection, String role) throws SQLException {
        try (PreparedStatement asked = connection.prepareStatement(MAY)) {
            asked.setString(1, role);
            try (ResultSet rows = asked.executeQuery()) {
                rows.next();
                return rows.getBoolean(1) ? role : null;
            }
        }
    }
}
