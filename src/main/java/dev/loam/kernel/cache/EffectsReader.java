package dev.loam.kernel.cache;

import dev.loam.base.task.Deadline;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Reads the effects of writes from the catalog.
final class EffectsReader {
    private static final Duration TIME_MAX = Duration.ofSeconds(30);
    private static final Session SESSION = new Session(null, List.of(
            new Session.Setting("search_path", ""), new Session.Setting("jit", "off")),
            Session.Access.READ_ONLY, null, List.of());

    private final Database database;
    private final Clock clock;
    private final Sql sql = Sql.of(text());

    EffectsReader(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Null when they could not be read.
    Effects read() {
        var run = Run.until(Deadline.after(TIME_MAX, clock.nanos()));
        return database.run(sql, SESSION, run) instanceof Rows rows ? Effects.of(rows) : null;
    }

    private static String text() {
        try (InputStream in = EffectsReader.class.getResourceAsStream("effects.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
