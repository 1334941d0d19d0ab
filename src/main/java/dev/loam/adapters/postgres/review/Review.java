package dev.loam.adapters.postgres.review;

import dev.loam.adapters.postgres.review.Finding.Level;
import dev.loam.adapters.postgres.review.Finding.Rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Reads from the system's tables what is worth a look in some schemas, for the roles that requests
/// run under. It changes nothing, and belongs to no extension's own objects.
public final class Review {
    private final Connection connection;
    private final String[] schemas;
    private final String[] roles;
    private final List<Finding> findings = new ArrayList<>();

    private Review(Connection connection, List<String> schemas, List<String> roles) {
        this.connection = connection;
        this.schemas = schemas.toArray(String[]::new);
        this.roles = roles.toArray(String[]::new);
    }

    /// The findings, worst first. The connection must be in auto-commit; roles that are not there
    /// reach nothing.
    public static List<Finding> of(
            Connection connection, List<String> schemas, List<String> roles) throws SQLException {
        var review = new Review(connection, schemas, roles);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // So that every name is written with its schema, and conditions can be run anywhere.
            statement.execute("set local search_path = ''");
            review.run();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return review.findings.stream().sorted(Comparator.comparing(Finding::level)
                .thenComparing(Finding::object).thenComparing(Finding::rule)).toList();
    }

    /// Those of the schemas that are not there.
    public static List<String> unknown(Connection connection, List<String> schemas)
            throws SQLException {
        var unknown = new ArrayList<>(schemas);
        try (PreparedStatement asked = connection.prepareStatement(
                "select nspname from pg_namespace where nspname = any (?)")) {
            asked.setArray(1, connection.createArrayOf("name", schemas.toArray()));
            try (ResultSet there = asked.executeQuery()) {
                while (there.next()) {
                    unknown.remove(there.getString(1));
                }
            }
        }
        return unknown;
    }

    private void run() throws SQLException {
        each("relations.sql", true, this::relation);
        each("views.sql", true, this::view);
        each("policies.sql", false, this::policy);
        each("functions.sql", true, this::function);
    }

    private void relation(ResultSet row) throws SQLException {
        String name = row.getString("name");
        List<String> reachedBy = list(row, "reached_by");
        boolean policies = row.getBoolean("policies");
        if (reachedBy.isEmpty()) {
            return;
        }
        String revoke = "revoke all on " + name + " from " + String.join(", ", reachedBy) + ";";
        String who = String.join(" and ", reachedBy);
        String kind = row.getString("kind");
        if (kind.equals("f") || kind.equals("m")) {
            add(Level.WARNING, Rule.UNGUARDABLE, name, "Every row is open to " + who + ": a "
                    + (kind.equals("f") ? "foreign table" : "materialized view")
                    + " has no row-level security.", revoke);
        } else if (!row.getBoolean("guarded")) {
            add(Level.ERROR, Rule.OPEN_TABLE, name, "Every row is open to " + who
                    + ": row-level security is off" + (policies
                            ? ", and the table's policies do nothing." : "."),
                    "alter table " + name + " enable row level security;");
        } else if (!policies) {
            add(Level.INFO, Rule.NO_POLICY, name, "Row-level security is on without a policy, so"
                    + " the rights of " + who + " reach no row; if that is meant, take them.",
                    revoke);
        }
    }

    private void view(ResultSet row) throws SQLException {
        String name = row.getString("name");
        List<String> reachedBy = list(row, "reached_by");
        boolean canInvoke = connection.getMetaData().getDatabaseMajorVersion() >= 15;
        add(Level.ERROR, Rule.OPEN_VIEW, name, "It shows " + String.join(" and ", reachedBy)
                + " rows of " + row.getString("tables") + " with the rights of "
                + row.getString("owner") + ", past row-level security.", canInvoke
                        ? "alter view " + name + " set (security_invoker = true);"
                        : "revoke all on " + name + " from " + String.join(", ", reachedBy) + ";");
    }

    private void policy(ResultSet row) throws SQLException {
        String relation = row.getString("relation");
        String object = row.getString("name") + " on " + relation;
        String visible = row.getString("visible");
        String written = row.getString("written");
        PolicyExpression using = visible == null ? null : new PolicyExpression(visible);
        PolicyExpression check = written == null ? null : new PolicyExpression(written);
        if (using != null && using.asksPerRow() || check != null && check.asksPerRow()) {
            add(Level.WARNING, Rule.CALL_PER_ROW, object,
                    "It asks who is asking again for each row; in a sub-select it asks once.",
                    "alter policy " + object
                            + (using == null ? "" : " using (" + using.askingOnce() + ")")
                            + (check == null ? "" : " with check (" + check.askingOnce() + ")")
                            + ";");
        }
        if (using == null) {
            return;
        }
        var unserved = new TreeSet<>(using.compared(row.getString("short_name")));
        unserved.retainAll(list(row, "unindexed"));
        for (String column : unserved) {
            add(Level.WARNING, Rule.NO_INDEX, object, "No index begins with " + column
                    + ", so every row is read to find those of who is asking.",
                    "create index on " + relation + " (" + column + ");");
        }
    }

    private void function(ResultSet row) throws SQLException {
        String name = row.getString("name");
        List<String> reachedBy = list(row, "reached_by");
        if (!reachedBy.isEmpty()) {
            add(Level.WARNING, Rule.DEFINER_FUNCTION, name, String.join(" and ", reachedBy)
                    + " may call it, and it does what " + row.getString("owner") + " may do.",
                    "revoke execute on routine " + name + " from public, "
                            + String.join(", ", reachedBy) + ";");
        }
        if (!row.getBoolean("fixed")) {
            add(Level.WARNING, Rule.SEARCH_PATH, name, "Its caller chooses what the names in it"
                    + " mean, and it does what " + row.getString("owner") + " may do.",
                    "alter routine " + name + " set search_path = " + row.getString("path") + ";");
        }
    }

    private void add(Level level, Rule rule, String object, String reason, String cure) {
        findings.add(new Finding(level, rule, object, reason, cure));
    }

    private static List<String> list(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    @FunctionalInterface
    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String query, boolean asksForRoles, Reader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text(query))) {
            int at = 1;
            if (asksForRoles) {
                statement.setArray(at++, connection.createArrayOf("name", roles));
            }
            statement.setArray(at, connection.createArrayOf("name", schemas));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    private static String text(String name) {
        try (InputStream in = Review.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
