package dev.loam.adapters.postgres.schema;

import java.sql.Connection;
import java.sql.SQLException;

/// The role that owns the tables of the schema `auth`.
public final class AuthRole {
    public static final String NAME = "supabase_auth_admin";

    private AuthRole() {
    }

    /// Its name where the login of this connection may become it by `set role`, else null. A login
    /// of that very name needs not.
    public static String of(Connection connection) throws SQLException {
        return OwnerRole.within(connection, NAME);
    }
}
