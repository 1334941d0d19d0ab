package dev.loam.modules.realtime.rows;

import dev.loam.base.task.Deadline;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.List;

/// Asks the database, again and again within a bound where it cannot be reached.
final class Asker {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Database database;
    private final Clock clock;
    private final Pause pause;
    private final RowsConfig config;

    Asker(Database database, Clock clock, Pause pause, RowsConfig config) {
        this.database = database;
        this.clock = clock;
        this.pause = pause;
        this.config = config;
    }

    /// Says why there was no answer.
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;

        Unanswered(String why) {
            super(why, null, false, false);
        }
    }

    /// The rows of a statement that reads, under a role (null for the login role).
    Rows ask(String role, Sql sql) throws Unanswered, InterruptedException {
        var session = new Session(role, List.of(), Session.Access.READ_ONLY, null, List.of());
        var why = "";
        for (int attempt = 1; attempt <= config.attemptsMax(); attempt++) {
            if (attempt > 1) {
                waitABit(PAUSE.multipliedBy(1L << Math.min(attempt - 2, 4)));
            }
            var deadline = Deadline.after(config.checkTimeMax(), clock.nanos());
            switch (database.run(sql, session, Run.until(deadline))) {
                case Rows rows -> {
                    return rows;
                }
                case Outcome.SqlError error -> why = error.message();
                case Outcome.Unavailable gone -> why = gone.message();
            }
        }
        throw new Unanswered(why);
    }

    void waitABit(Duration atMost) throws InterruptedException {
        pause.about(atMost);
    }
}
