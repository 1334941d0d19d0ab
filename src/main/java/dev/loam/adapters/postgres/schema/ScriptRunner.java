package dev.loam.adapters.postgres.schema;

import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs scripts on one connection, each statement on its own, so that a failure has a place.
final class ScriptRunner {
    private static final Pattern COPY = Pattern.compile(
            "\\\\copy\\s+(.+?)\\s+from\\s+(?:'((?:[^']|'')+)'|(\\S+))\\s*(.*?)\\s*;?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final String NOTHING_KEPT = "Nothing of this file was kept.";

    private final Connection connection;
    private final Path projectDir;

    ScriptRunner(Connection connection, Path projectDir) {
        this.connection = connection;
        this.projectDir = projectDir;
    }

    /// What belongs to a script and must be true exactly when all of it is.
    @FunctionalInterface
    interface Record {
        void write() throws SQLException;
    }

    /// Runs a script and writes its record: both or nothing in one transaction, or one after the
    /// other when the script refuses a transaction.
    void run(SqlScript script, Record record) throws SQLException {
        runAll(List.of(script), record);
    }

    /// The same for several scripts and the record of them all: one that refuses a transaction
    /// takes it from the others too.
    void runAll(List<SqlScript> scripts, Record record) throws SQLException {
        freshSession();
        if (scripts.stream().allMatch(SqlScript::transactional)) {
            runInside(scripts, record);
        } else {
            for (SqlScript script : scripts) {
                runOutside(script);
                freshSession();
            }
            record.write();
        }
        freshSession();
    }

    private void runInside(List<SqlScript> scripts, Record record) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (SqlScript script : scripts) {
                // Not before the first, which may begin with SET TRANSACTION.
                if (script != scripts.getFirst()) {
                    freshSession();
                }
                for (SqlStatement statement : script.body()) {
                    run(script, statement, NOTHING_KEPT);
                }
            }
            execute("reset session authorization; reset role");
            record.write();
            commit(scripts);
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            rollback(e);
            throw e;
        }
    }

    /// Must not hide why it is called, even when the connection is lost.
    private void rollback(Exception why) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /// Deferred constraints speak at the commit; the last statement is where the file stands then.
    private void commit(List<SqlScript> scripts) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (scripts.isEmpty() || scripts.getLast().statements().isEmpty()) {
                throw e;
            }
            SqlScript script = scripts.getLast();
            throw MigrationFailed.of(script, script.statements().getLast(), e, NOTHING_KEPT);
        }
    }

    private void runOutside(SqlScript script) throws SQLException {
        List<SqlStatement> statements = script.statements();
        try {
            for (int i = 0; i < statements.size(); i++) {
                run(script, statements.get(i), i == 0 ? NOTHING_KEPT
                        : "The file cannot run in one transaction: what came before this statement"
                        + " was kept, unless the file itself rolled it back.");
            }
            // Where the file left its own transaction open, it meant none of it.
            execute("rollback");
        } catch (MigrationFailed e) {
            try {
                execute("rollback");
            } catch (SQLException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
    }

    private void run(SqlScript script, SqlStatement statement, String kept) {
        try {
            if (statement.isCopyFromFile()) {
                copyFromFile(script, statement);
            } else if (statement.data() != null) {
                copier().copyIn(statement.text(), new StringReader(statement.data()));
            } else {
                execute(statement.text());
            }
        } catch (SQLException e) {
            throw MigrationFailed.of(script, statement, e, kept);
        } catch (IOException e) {
            throw new MigrationFailed(script.file(), script.place(statement.offset()), "",
                    "Cannot read the file: " + e + "\n" + kept);
        }
    }

    private void copyFromFile(SqlScript script, SqlStatement statement)
            throws SQLException, IOException {
        Matcher copy = COPY.matcher(statement.text());
        if (!copy.matches()) {
            throw new MigrationFailed(script.file(), script.place(statement.offset()), "",
                    "Write it as: \\copy table from 'path/in/project.csv' with (format csv,"
                    + " header)");
        }
        String name = copy.group(2) == null ? copy.group(3) : copy.group(2).replace("''", "'");
        try (InputStream in = Files.newInputStream(projectDir.resolve(name))) {
            copier().copyIn("copy " + copy.group(1) + " from stdin " + copy.group(4), in);
        }
    }

    private CopyManager copier() throws SQLException {
        return new CopyManager(connection.unwrap(BaseConnection.class));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Braces are SQL here, such as `'{}'`, never JDBC's own escapes.
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /// Every script starts with the same session, whatever the one before has set: dumps set an
    /// empty `search_path`. Where nobody chose a search path, it is the one Loam's own role
    /// settings give to new connections.
    private void freshSession() throws SQLException {
        execute("reset session authorization; reset role; reset all");
        execute("""
                select set_config('search_path', '"$user", public, extensions', false)
                from pg_settings
                where name = 'search_path' and reset_val = '"$user", public'
                """);
    }
}
