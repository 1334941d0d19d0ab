package dev.loam.app.running;

import dev.loam.app.config.ConfigRefused;
import dev.loam.app.config.RestSettings;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Run;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings of requests that a running server can take anew: those given, and over them those
/// that the database keeps.
final class ChangingSettings {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private final RestSettings first;
    private final Function<Map<String, String>, RestSettings> reader;
    private final Database database;
    private volatile RestSettings current;

    /// `reader` reads those given, with others over them; what it throws leaves the old ones in
    /// force.
    ChangingSettings(RestSettings first, Function<Map<String, String>, RestSettings> reader,
            Database database) {
        this.first = first;
        this.reader = reader;
        this.database = database;
        this.current = first;
    }

    /// Those in force now.
    RestSettings current() {
        return current;
    }

    void take(RestSettings next) {
        current = next;
    }

    /// Those to be in force next; the current ones where the new ones are no good. Blocks.
    ///
    /// Fails: IllegalStateException where a later attempt may well succeed.
    RestSettings read(Run run) {
        try {
            RestSettings own = reader.apply(Map.of());
            if (!own.reload().databaseConfig()) {
                return noted(own);
            }
            Map<String, String> kept =
                    DatabaseSettings.read(database, run, own.reload().preConfig());
            return noted(kept.isEmpty() ? own : reader.apply(kept));
        } catch (ConfigRefused wrong) {
            LOG.warn("Kept the old settings: {}", wrong.getMessage());
            return current;
        } catch (DatabaseSettings.Unreadable wrong) {
            if (wrong.passing()) {
                throw new IllegalStateException(wrong.getMessage(), wrong);
            }
            LOG.warn("Kept the old settings; those in the database cannot be read: {}",
                    wrong.getMessage());
            return current;
        }
    }

    private RestSettings noted(RestSettings next) {
        if (!next.equals(current)) {
            LOG.info("Took changed settings");
        }
        if (!next.pool().equals(first.pool())
                || !next.reload().channel().equals(first.reload().channel())) {
            LOG.warn("Settings of the connections and of the channel change only at a start");
        }
        return next;
    }
}
