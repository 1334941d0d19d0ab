package dev.loam.app.running;

import dev.loam.adapters.postgres.OwnerConnection;
import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.base.task.Rounds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings tables into the publication that were busy when that was tried first: an event trigger
/// waits for half a second, so that it holds up nobody's migration.
///
/// Looks a moment after the schema has changed, and again after pauses that double while something
/// is left, up to a bound.
final class PublicationUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublicationUpkeep.class);
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(10);
    private static final String LEFT =
            "select count(*) from loam.change_tables where published <> (why is null)";

    private final PostgresConfig owner;
    private final Rounds rounds;
    private volatile boolean changed;
    private Duration pause;

    PublicationUpkeep(PostgresConfig owner) {
        this.owner = owner;
        this.rounds = new Rounds("publication-upkeep", null, this::round);
        rounds.begin();
    }

    /// The schema may be another one. Returns at once.
    void look() {
        changed = true;
        rounds.ask();
    }

    /// Who asks is answered a moment later, so that a migration of many commands counts as one.
    private Rounds.Next round() {
        if (changed) {
            changed = false;
            pause = PAUSE_MIN;
            return new Rounds.Next(true, pause);
        }
        if (tended()) {
            return new Rounds.Next(true, null);
        }
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(PAUSE_MAX) < 0 ? next : PAUSE_MAX;
        return new Rounds.Next(false, pause);
    }

    /// Whether nothing is left that could be brought in.
    private boolean tended() {
        try (Connection connection = OwnerConnection.open(owner);
                Statement statement = connection.createStatement()) {
            if (left(statement) == 0) {
                return true;
            }
            statement.execute("select loam.tend_changes()");
            long left = left(statement);
            LOG.info("Brought the publication up to date; tables that are still busy: {}", left);
            return left == 0;
        } catch (SQLException e) {
            LOG.debug("Could not look after the publication", e);
            // A server that is away comes back with a new beginning of the feed; a login without
            // the rights is not asked again.
            return true;
        }
    }

    private static long left(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(LEFT)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
