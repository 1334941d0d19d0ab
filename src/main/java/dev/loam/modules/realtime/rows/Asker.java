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
    /// Classes of errors that may be gone the next time.
    /// Source: PostgreSQL manual, "PostgreSQL Error Codes".
    private static final List<String> TRANSIENT = List.of("08", "40", "53", "55", "57", "58");
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

    /// Says why there was no answer. `refused` where PostgreSQL says no to the question itself.
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean refused;

        Unanswered(String why, boolean refused) {
            super(why, null, false, false);
            this.refused = refused;
        }

        boolean refused() {
            return refused;
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
                case Outcome.SqlError error -> {
                    if (TRANSIENT.stream().noneMatch(error.sqlState()::startsWith)) {
                        throw new Unanswered(error.message(), true);
                    }
                    why = error.message();
                }
                case Outcome.Unavailable gone -> {
                    if (gone.why() == Outcome.Why.DEADLINE) {
                        throw new Unanswered(gone.message(), false);
                    }
                    why = gone.message();
                }
            }
        }
        throw new Unanswered(why, false);
    }

    void waitABit(Duration atMost) throws InterruptedException {
        pause.about(atMost);
    }
}
