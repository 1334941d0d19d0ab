package dev.loam.adapters.postgres.replication;

import dev.loam.adapters.postgres.PostgresConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a server, or the login, lacks for its log to be read; empty when nothing.
public record Readiness(List<Missing> missing) {
    /// The oldest release whose plugin sends messages.
    static final int VERSION_MIN = 140_000;
    /// On one managed service the right is lent by a role of its own, not by an attribute.
    private static final String FACTS = """
            select current_setting('server_version_num')::int as version,
              current_setting('server_version') as version_name,
              current_setting('wal_level') as wal_level,
              pg_is_in_recovery() as standby,
              (select rolreplication or rolsuper or exists (
                  select from pg_roles lent where lent.rolname = 'rds_replication'
                    and pg_has_role(current_user, lent.oid, 'member'))
               from pg_roles where rolname = current_user) as may,
              (select count(*) from pg_replication_slots) as slots,
              current_setting('max_replication_slots')::int as slots_max,
              (select count(*) from pg_stat_replication) as senders,
              current_setting('max_wal_senders')::int as senders_max,
              quote_ident(current_user) as login""";

    public Readiness {
        missing = List.copyOf(missing);
    }

    /// Something that is missing, and the statement or the deed that mends it; `lasting` when it
    /// does not go by itself.
    public record Missing(String what, String cure, boolean lasting) {
        private Missing(String what, String cure) {
            this(what, cure, true);
        }

        @Override
        public String toString() {
            return what + ": " + cure;
        }
    }

    /// Asks the server, on a connection of its own.
    ///
    /// Fails: SQLException when it cannot be asked.
    public static Readiness check(PostgresConfig config) throws SQLException {
        try (var side = new SideConnection(config)) {
            return side.ask(Readiness::of);
        }
    }

    static Readiness of(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FACTS);
                ResultSet facts = statement.executeQuery()) {
            facts.next();
            return of(facts);
        }
    }

    private static Readiness of(ResultSet facts) throws SQLException {
        var missing = new ArrayList<Missing>();
        if (facts.getInt("version") < VERSION_MIN) {
            missing.add(new Missing("PostgreSQL " + facts.getString("version_name")
                    + " is too old", "update it to release 14 or later"));
        }
        if (facts.getBoolean("standby")) {
            missing.add(new Missing("the server is a standby", "connect to its primary"));
        }
        if (!facts.getString("wal_level").equals("logical")) {
            missing.add(new Missing("wal_level is " + facts.getString("wal_level"),
                    "ALTER SYSTEM SET wal_level = logical; then restart the server"));
        }
        if (!facts.getBoolean("may")) {
            missing.add(new Missing("the login may not read the log",
                    "ALTER ROLE " + facts.getString("login") + " REPLICATION"));
        }
        bound(facts, "slots", "max_replication_slots", missing);
        bound(facts, "senders", "max_wal_senders", missing);
        return new Readiness(missing);
    }

    private static void bound(
            ResultSet facts, String used, String setting, List<Missing> missing)
            throws SQLException {
        int max = facts.getInt(used + "_max");
        if (facts.getInt(used) >= max) {
            missing.add(new Missing("all of " + setting + " = " + max + " are in use",
                    "ALTER SYSTEM SET " + setting + " = " + (max + 10)
                            + "; then restart the server", false));
        }
    }

    public boolean ready() {
        return missing.isEmpty();
    }

    /// Whether something is missing that people have to mend.
    public boolean lasting() {
        return missing.stream().anyMatch(Missing::lasting);
    }

    /// All of it in one line.
    @Override
    public String toString() {
        return ready() ? "ready" : missing.stream().map(Missing::toString)
                .collect(Collectors.joining("; "));
    }
}
