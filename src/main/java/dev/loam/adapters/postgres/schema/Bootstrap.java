package dev.loam.adapters.postgres.schema;

import dev.loam.base.config.Secret;

import org.postgresql.util.PSQLException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Creates the roles, schemas, functions and settings that clients, services and users' own SQL
/// take for granted: only what is missing, only where this login may, all in one transaction.
///
/// What is to be done stands in the `.sql` files beside this class. A comment before a statement
/// says when it runs:
///
/// - `-- unless: CONDITION` (SQL, further lines are indented): not when that is true already;
/// - `-- unless columns: TABLE COLUMN...`: not when the table has all of these already;
/// - `-- once: NAME`: only the first time in the life of the database, because users may undo it
///   on purpose, and a start must not do it again;
/// - `-- title: TEXT`: what reports call it, where its first line says too little.
///
/// A statement that PostgreSQL refuses for lack of rights is left out and reported; so is one that
/// needs what was left out. Every other failure undoes everything.
public final class Bootstrap {
    private static final Pattern UNLESS = Pattern.compile("-- unless: (.+(?:\\n--  .+)*)");
    private static final Pattern COLUMNS =
            Pattern.compile("-- unless columns: (\\S+) (.+(?:\\n--  .+)*)");
    private static final Pattern ONCE = Pattern.compile("-- once: (.+)");
    private static final Pattern TITLE = Pattern.compile("-- title: (.+)");
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    /// Unknown object, schema, function, table.
    private static final Set<String> UNKNOWN = Set.of("42704", "3F000", "42883", "42P01");
    /// Of a thousand tables each.
    private static final int PUBLISHING_MAX = 1_000;
    private static final long LOCK = 0x6C6F616D_626F6F74L;

    private final Connection connection;
    private final List<String> done = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    /// That in whose name statements run, or null for this login itself.
    private String role;

    private Bootstrap(Connection connection) {
        this.connection = connection;
    }

    /// Brings the database of this connection, which must be in auto-commit, up to what is needed.
    /// Again does nothing. Connections opened earlier do not see the new settings.
    public static BootstrapReport apply(Connection connection, BootstrapConfig config)
            throws SQLException {
        Bootstrap bootstrap = new Bootstrap(connection);
        connection.setAutoCommit(false);
        try {
            bootstrap.run(config);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        bootstrap.publishTheRest();
        return new BootstrapReport(bootstrap.done, bootstrap.refused);
    }

    private void run(BootstrapConfig config) throws SQLException {
        query("select pg_advisory_xact_lock(" + LOCK + ")");
        setting("loam.authenticator_password", config.authenticatorPassword());
        setting("loam.auth_admin_password", config.authAdminPassword());
        setting("loam.jwt_secret", config.jwtSecret());
        setting("loam.jwt_exp", Long.toString(config.jwtLifetime().toSeconds()));
        run("roles.sql");
        run("schemas.sql");
        run("functions.sql");
        run("extensions.sql");
        if (config.defaultPrivileges()) {
            run("default_privileges.sql");
        }
        run("settings.sql");
        runAsOwnerOfAuth();
        runAsOwnerOfRealtime();
        run("capture.sql");
        run("changes.sql");
        run("realtime_rows.sql");
        run("kept_answers.sql");
        run("version_use.sql");
    }

    /// One transaction publishes a bounded number of tables.
    private void publishTheRest() throws SQLException {
        for (int i = 0; i < PUBLISHING_MAX
                && truth("select to_regprocedure('loam.tend_changes(oid[])') is not null")
                && truth("select loam.tend_changes() > 0"); i++) {
            done.add("more tables of the publication loam_changes");
        }
    }

    /// Tables made in the name of their owner belong to it, also where this login is no superuser.
    private void runAsOwnerOfAuth() throws SQLException {
        String owner = AuthRole.of(connection);
        if (owner != null) {
            run("auth_owners.sql");
        }
        role = owner;
        run("auth_tables.sql");
        run("auth_federation.sql");
        run("auth_columns.sql");
        run("auth_indexes.sql");
        run("auth_rights.sql");
        run("loam_tables.sql");
        role = null;
    }

    private void runAsOwnerOfRealtime() throws SQLException {
        String owner = OwnerRole.within(connection, OwnerRole.REALTIME);
        if (owner != null) {
            run("realtime_owners.sql");
        }
        role = owner;
        run("realtime.sql");
        role = null;
    }

    private void run(String resource) throws SQLException {
        for (SqlStatement statement : needed(Resources.script(resource).statements())) {
            Savepoint before = connection.setSavepoint();
            try {
                if (isWanted(statement)) {
                    perform(statement.text());
                    done.add(title(statement));
                }
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                boolean follows = UNKNOWN.contains(e.getSQLState()) && !refused.isEmpty();
                if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState()) && !follows) {
                    throw new SQLException(resource + ": " + title(statement) + ": "
                            + reason(e), e.getSQLState(), e);
                }
                connection.rollback(before);
                refused.add(title(statement) + ": " + reason(e));
            }
        }
    }

    /// Leaves out what is there already, in one question to the server, so that a start is short
    /// however far away that is; no script takes away what another of its statements asks for. A
    /// question that fails is about something that is yet to be made.
    private List<SqlStatement> needed(List<SqlStatement> statements) throws SQLException {
        String questions = statements.stream().map(Bootstrap::unneeded)
                .collect(Collectors.joining(", ", "select ", ""));
        Savepoint before = connection.setSavepoint();
        try (Statement asked = connection.createStatement();
                ResultSet answers = asked.executeQuery(questions)) {
            answers.next();
            var needed = new ArrayList<SqlStatement>();
            for (int i = 0; i < statements.size(); i++) {
                if (!answers.getBoolean(i + 1)) {
                    needed.add(statements.get(i));
                }
            }
            connection.releaseSavepoint(before);
            return needed;
        } catch (SQLException _) {
            connection.rollback(before);
            return statements;
        }
    }

    private void perform(String sql) throws SQLException {
        if (role == null) {
            query(sql);
            return;
        }
        query("set local role " + role);
        query(sql);
        query("reset role");
    }

    private boolean isWanted(SqlStatement statement) throws SQLException {
        if (truth("select " + unneeded(statement))) {
            return false;
        }
        Matcher once = ONCE.matcher(statement.comment());
        return !once.find() || isFirst(once.group(1));
    }

    /// In SQL, whether what the statement is for is there already.
    private static String unneeded(SqlStatement statement) {
        var conditions = new StringJoiner(" or ").setEmptyValue("false");
        UNLESS.matcher(statement.comment()).results().forEach(unless ->
                conditions.add("(" + unless.group(1).replace("\n--", "\n") + ")"));
        COLUMNS.matcher(statement.comment()).results().forEach(columns ->
                conditions.add(hasColumns(columns.group(1),
                        columns.group(2).replace("\n--", "").split(" +"))));
        return conditions.toString();
    }

    private static String hasColumns(String table, String... columns) {
        return "(select count(*) = " + columns.length + " from pg_attribute where attrelid ="
                + " to_regclass('" + table + "') and attname in ('"
                + String.join("', '", columns) + "') and not attisdropped)";
    }

    private boolean isFirst(String step) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into loam.bootstrap (step) values (?) on conflict do nothing")) {
            insert.setString(1, step);
            return insert.executeUpdate() == 1;
        }
    }

    private static String title(SqlStatement statement) {
        Matcher title = TITLE.matcher(statement.comment());
        return title.find() ? title.group(1)
                : statement.text().lines().findFirst().orElse("");
    }

    /// PostgreSQL's sentence alone: its context may quote a statement with a secret in it.
    private static String reason(SQLException e) {
        return e instanceof PSQLException psql && psql.getServerErrorMessage() != null
                ? psql.getServerErrorMessage().getMessage() : e.getMessage();
    }

    private void setting(String name, Secret value) throws SQLException {
        setting(name, value == null ? "" : value.value());
    }

    private void setting(String name, String value) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(
                "select set_config(?, ?, true)")) {
            set.setString(1, name);
            set.setString(2, value);
            set.execute();
        }
    }

    private boolean truth(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private void query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
