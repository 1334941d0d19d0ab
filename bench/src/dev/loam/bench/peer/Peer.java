package dev.loam.bench.peer;

import dev.loam.bench.Site;
import dev.loam.bench.work.Call;
import dev.loam.bench.work.Dialect;
import dev.loam.bench.work.Ground;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A system that can be measured beside Loam.
public interface Peer {
    /// As it is named on the command line and in tables.
    String name();

    /// Its name and release, and the settings that were chosen for it.
    String described();

    Dialect dialect();

    /// The database it serves for a ground.
    default String database(Ground ground) {
        return ground.database();
    }

    /// Fetches what is missing into `site.peers()`; quick when nothing is.
    void install(Site site) throws IOException, InterruptedException;

    /// The program that serves a database at a port of its own, not started yet. Prepares what the
    /// program reads.
    Start prepare(Site site, Ground ground) throws IOException, InterruptedException, SQLException;

    /// A request as this system takes it: with its prefix, and `token` (null for nobody) where it
    /// belongs.
    default Call addressed(Call call, String token) {
        return token == null ? call : call.with("Authorization", "Bearer " + token);
    }

    /// The rows in an answer, without what this system wraps around them.
    default JsonNode rows(JsonNode answer) {
        return answer;
    }

    /// What is to be done once it answers, such as telling it about relations.
    default void ready(Site site, int port)
            throws IOException, InterruptedException, SQLException {
    }

    /// How a program is started. `log` takes what it says.
    record Start(List<String> command, Map<String, String> environment, Path dir,
            Path log, int port) {
    }
}
