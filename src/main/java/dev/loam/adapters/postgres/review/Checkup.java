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
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks at how a database fares: indexes, cleaning, long transactions, rights, settings. It
/// changes nothing.
///
/// Each rule is one statement in the folder `checkup`, which gives `level`, `object`, `reason` and
/// `cure` of each finding. What the login may not read is passed over.
/// Source: PostgreSQL manual, "The Cumulative Statistics System" and "System Catalogs".
public final class Checkup {
    private static final String NO_RIGHT = "42501";
    private static final Map<Rule, String> STATEMENTS = statements();

    private final Connection connection;
    private final Asked asked;

    /// What to look at. Transactions older than `patience` are long; `login` is whom requests
    /// connect as, and `roles` those they run under.
    public record Asked(
            List<String> schemas, Duration patience, String login, List<String> roles) {
        public Asked {
            schemas = List.copyOf(schemas);
            roles = List.copyOf(roles);
        }
    }

    private Checkup(Connection connection, Asked asked) {
        this.connection = connection;
        this.asked = asked;
    }

    private static Map<Rule, String> statements() {
        Map<Rule, String> files = new LinkedHashMap<>();
        files.put(Rule.UNINDEXED_FOREIGN_KEY, "foreign_keys");
        files.put(Rule.UNUSED_INDEX, "unused_indexes");
        files.put(Rule.DUPLICATE_INDEX, "duplicate_indexes");
        files.put(Rule.INVALID_INDEX, "invalid_indexes");
        files.put(Rule.DEAD_ROWS, "dead_rows");
        files.put(Rule.BLOAT, "bloat");
        files.put(Rule.NO_STATISTICS, "statistics");
        files.put(Rule.LONG_TRANSACTION, "long_transactions");
        files.put(Rule.NO_PRIMARY_KEY, "keys");
        files.put(Rule.UNVALIDATED_CONSTRAINT, "constraints");
        files.put(Rule.SEQUENCE_END, "sequences");
        files.put(Rule.IDLE_SLOT, "slots");
        files.put(Rule.TRANSACTION_NUMBERS, "transaction_numbers");
        files.put(Rule.SCHEMA, "schemas");
        files.put(Rule.ROLE, "rights");
        files.put(Rule.MISSING_RIGHT, "reach");
        files.put(Rule.EXTENSION, "extensions");
        files.put(Rule.SERVER, "server");
        files.replaceAll((_, file) -> text("checkup/" + file + ".sql"));
        return files;
    }

    /// The findings, worst first. The connection must be in auto-commit.
    public static List<Finding> of(Connection connection, Asked asked) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // So that every name is written with its schema.
            statement.execute("set local search_path = ''");
            var checkup = new Checkup(connection, asked);
            for (Map.Entry<Rule, String> rule : STATEMENTS.entrySet()) {
                findings.addAll(checkup.findings(rule.getKey(), rule.getValue()));
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        findings.sort(Comparator.comparing(Finding::level));
        return findings;
    }

    private List<Finding> findings(Rule rule, String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return read(rule, sql);
        } catch (SQLException refused) {
            if (!NO_RIGHT.equals(refused.getSQLState())) {
                throw refused;
            }
            connection.rollback(before);
            return List.of();
        }
    }

    private List<Finding> read(Rule rule, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("name", asked.schemas().toArray()));
            statement.setString(2, asked.patience().toString());
            statement.setString(3, asked.login());
            statement.setArray(4, connection.createArrayOf("name", asked.roles().toArray()));
            List<Finding> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Finding(Level.valueOf(rows.getString("level")), rule,
                            rows.getString("object"), rows.getString("reason"),
                            rows.getString("cure")));
                }
            }
            return found;
        }
    }

    private static String text(String name) {
        try (InputStream in = Checkup.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
