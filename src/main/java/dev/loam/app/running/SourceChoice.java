package dev.loam.app.running;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.Readiness;
import dev.loam.app.config.ChangesSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Where committed changes are read, whether they can be as far as is known, and what was found
/// when that was chosen, in words for whoever runs the server; null where there is nothing to say.
public record SourceChoice(Way way, boolean usable, String found) {
    private static final String CAPTURE = """
            select has_function_privilege(to_regprocedure('loam.start_capture()'), 'execute'),
                to_regclass('loam.capturing') is not null""";

    /// Where they can be read.
    public enum Way {
        LOG("from the write-ahead log"),
        TRIGGERS("from what triggers note in loam.change_log"),
        NOWHERE("not read");

        private final String said;

        Way(String said) {
            this.said = said;
        }

        /// The end of a sentence about changes.
        public String said() {
            return said;
        }
    }

    /// In Loam's own server nothing has to be asked.
    static SourceChoice own(ChangesSettings.Source wanted, PostgresConfig owner) {
        return switch (wanted) {
            case AUTO, WAL -> new SourceChoice(Way.LOG, true, null);
            case TRIGGERS -> byTriggers(owner, null);
            case OFF -> new SourceChoice(Way.NOWHERE, false, null);
        };
    }

    /// Asks the server where it is to be found out. `log` is the login that reads the log, `owner`
    /// the one that owns Loam's tables. Blocks as long as connecting may take.
    static SourceChoice of(
            ChangesSettings.Source wanted, PostgresConfig log, PostgresConfig owner) {
        return switch (wanted) {
            case AUTO -> automatic(log, owner);
            case WAL -> new SourceChoice(Way.LOG, true, null);
            case TRIGGERS -> byTriggers(owner, null);
            case OFF -> new SourceChoice(Way.NOWHERE, false, null);
        };
    }

    private static SourceChoice automatic(PostgresConfig log, PostgresConfig owner) {
        Readiness readiness;
        try {
            readiness = Readiness.check(log);
        } catch (SQLException _) {
            // It may be starting. The reader of the log tries again and says why it cannot.
            return new SourceChoice(Way.LOG, true, null);
        }
        return readiness.lasting() ? byTriggers(owner, readiness.toString())
                : new SourceChoice(Way.LOG, true, leftTriggers(owner));
    }

    /// `lacks` is why the log cannot be read, null where it was not to be.
    private static SourceChoice byTriggers(PostgresConfig owner, String lacks) {
        String because = lacks == null ? "" : "The log cannot be read: " + lacks + ". ";
        String obstacle = startCapture(owner);
        if (obstacle == null) {
            return new SourceChoice(Way.TRIGGERS, true, lacks == null ? null : because
                    + "Triggers note changes in loam.change_log instead; they cost each writer "
                    + "an insert");
        }
        // The reader of the log tries again now and then, so that the cure works at once.
        return new SourceChoice(lacks == null ? Way.TRIGGERS : Way.LOG, false, because
                + "Triggers cannot note changes either: " + obstacle
                + ". Until then no answers are kept and no changed rows are told");
    }

    /// Null when tables are captured now, else why they are not.
    private static String startCapture(PostgresConfig owner) {
        try (Connection connection = OwnerConnection.open(owner);
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery(CAPTURE)) {
                found.next();
                if (!found.getBoolean(1)) {
                    return found.getBoolean(2)
                            ? "the login may not call loam.start_capture(): use its owner's"
                            : "Loam's schema is not there: start once with --bootstrap";
                }
            }
            statement.execute("select loam.start_capture()");
            return null;
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    /// What nobody reads any more would grow for ever.
    private static String leftTriggers(PostgresConfig owner) {
        try (Connection connection = OwnerConnection.open(owner);
                Statement statement = connection.createStatement()) {
            return captures(statement) ? "Triggers still note changes in loam.change_log, which "
                    + "nothing reads: select loam.stop_capture() ends that" : null;
        } catch (SQLException _) {
            // A login that may not look has made no triggers.
            return null;
        }
    }

    private static boolean captures(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery(CAPTURE)) {
            found.next();
            if (!found.getBoolean(2)) {
                return false;
            }
        }
        try (ResultSet row = statement.executeQuery("select exists (select from loam.capturing)")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
