package dev.loam.adapters.postgres.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;

/// What the database knows of migrations: `loam.migrations`, which has the checksums, and
/// `supabase_migrations.schema_migrations`, which that project's own tools read and write.
final class History {
    /// Any fixed number: it names the lock among all advisory locks of the database.
    private static final long LOCK = 0x6C6F616D_6D696772L;

    private final Connection connection;

    History(Connection connection) {
        this.connection = connection;
    }

    /// One applied migration; `checksum` and `appliedAt` are null when another tool applied it.
    record Applied(MigrationVersion version, String name, String file, String checksum,
            Instant appliedAt) {
    }

    boolean exists() throws SQLException {
        return bool("select to_regclass('loam.migrations') is not null");
    }

    /// Creates the tables; true when this database sees migrations for the first time.
    boolean create() throws SQLException {
        if (exists()) {
            return false;
        }
        boolean known = bool("""
                select to_regclass('supabase_migrations.schema_migrations') is not null
                """) && bool("""
                select exists (select from supabase_migrations.schema_migrations)
                """);
        connection.setAutoCommit(false);
        try {
            for (SqlStatement statement : Resources.script("history.sql").statements()) {
                execute(statement.text());
            }
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return !known;
    }

    /// In order of their versions.
    Map<MigrationVersion, Applied> applied() throws SQLException {
        Map<MigrationVersion, Applied> all = new TreeMap<>();
        if (bool("select to_regclass('supabase_migrations.schema_migrations') is not null")) {
            read("select version, name, null, null, null from supabase_migrations"
                    + ".schema_migrations where version ~ '^[0-9]{1,40}([.][0-9]+)*$'", all);
        }
        if (exists()) {
            read("select version, name, file, checksum, applied_at from loam.migrations", all);
        }
        return all;
    }

    private void read(String sql, Map<MigrationVersion, Applied> into) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                MigrationVersion version = new MigrationVersion(rows.getString(1));
                OffsetDateTime at = rows.getObject(5, OffsetDateTime.class);
                into.put(version, new Applied(version, rows.getString(2), rows.getString(3),
                        rows.getString(4), at == null ? null : at.toInstant()));
            }
        }
    }

    void write(MigrationFile file, SqlScript script, long tookMillis) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into loam.migrations (version, name, file, checksum, took_ms)
                values (?, ?, ?, ?, ?)
                """)) {
            statement.setString(1, file.version().text());
            statement.setString(2, file.name());
            statement.setString(3, file.path());
            statement.setString(4, file.checksum());
            statement.setLong(5, tookMillis);
            statement.executeUpdate();
        }
        Array texts = connection.createArrayOf("text",
                script.statements().stream().map(SqlStatement::text).toArray());
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into supabase_migrations.schema_migrations (version, name, statements)
                values (?, ?, ?) on conflict (version) do nothing
                """)) {
            statement.setString(1, file.version().text());
            statement.setString(2, file.name());
            statement.setArray(3, texts);
            statement.executeUpdate();
        }
    }

    /// Says that the seed is to run; it stays so until [#seeded] is true, over failed starts.
    void seedDue() throws SQLException {
        execute("insert into loam.seeds (done) values (false) on conflict do nothing");
    }

    boolean seedIsDue() throws SQLException {
        return exists() && bool("select exists (select from loam.seeds where not done)");
    }

    void seeded() throws SQLException {
        execute("update loam.seeds set done = true, done_at = now()");
    }

    void lock(long waitMillisMax) throws SQLException {
        execute("set lock_timeout = " + waitMillisMax);
        try {
            execute("select pg_advisory_lock(" + LOCK + ")");
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                throw new MigrationRefused("Another process has been migrating this database for"
                        + " " + waitMillisMax / 1000 + " s: wait for it, or end it.");
            }
            throw e;
        } finally {
            execute("reset lock_timeout");
        }
    }

    void unlock() throws SQLException {
        // A lost connection has lost its locks too.
        if (!connection.isClosed()) {
            execute("select pg_advisory_unlock(" + LOCK + ")");
        }
    }

    private boolean bool(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
