package dev.loam.ports.database;

import java.util.List;

/// What holds while one statement runs, and not a moment longer: every setting is local to the
/// transaction.
///
/// `role` is the PostgreSQL role to act as, null for the login role. `settings` are set in order,
/// after the role. `before` are statements to run first, under the role and with the settings (a
/// pre-request function, say); their results are dropped. A null `isolation` is the server's
/// default; another one makes the transaction an explicit one.
public record Session(
        String role, List<Setting> settings, Access access, Isolation isolation,
        List<Sql> before) {
    /// The login role itself, reading and writing, without settings.
    public static final Session LOGIN =
            new Session(null, List.of(), Access.READ_WRITE, null, List.of());

    public record Setting(String name, String value) {
    }

    public enum Access { READ_ONLY, READ_WRITE }

    public enum Isolation {
        READ_COMMITTED("READ COMMITTED"),
        REPEATABLE_READ("REPEATABLE READ"),
        SERIALIZABLE("SERIALIZABLE");

        private final String sql;

        Isolation(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }
    }
}
