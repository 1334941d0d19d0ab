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
    /// Source: the same; `query_canceled`, by a time limit for one.
    private static final String CANCELLED = "57014";
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Database database;
    private final Clock clock;
    private final Pause pause;
    private final RowsConfig config;
    private final Complaints complaints;

    Asker(Database database, Clock clock, Pause pause, RowsConfig config) {
        this.database = database;
        this.clock = clock;
        this.pause = pause;
        this.config = config;
        this.complaints = new Complaints(clock);
    }

    /// Why there is no answer. `REFUSED` where PostgreSQL says no to the question itself, `SLOW`
    /// where it took too long, `GONE` where it could not be asked.
    enum Why { REFUSED, SLOW, GONE }

    /// There is no answer. The message is for everyone: what PostgreSQL said of it may hold what is
    /// in rows, and goes to the log alone.
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;
        private final Why why;

        Unanswered(Why why, String message) {
            super(message, null, false, false);
            this.why = why;
        }

        Why why() {
            return why;
        }
    }

    /// The rows of a statement that reads, under a role (null for the login role).
    Rows ask(String role, Sql sql) throws Unanswered, InterruptedException {
        return ask(role, sql, config.checkTimeMax());
    }

    /// The same, with a time for each attempt. What took too long once is not tried again.
    Rows ask(String role, Sql sql, Duration timeMax) throws Unanswered, InterruptedException {
        var session = new Session(role, List.of(), Session.Access.READ_ONLY, null, List.of());
        Unanswered last = null;
        for (int attempt = 1; attempt <= config.attemptsMax(); attempt++) {
            if (attempt > 1) {
                waitABit(PAUSE.multipliedBy(1L << Math.min(attempt - 2, 4)));
            }
            var deadline = Deadline.after(timeMax, clock.nanos());
            switch (database.run(sql, session, Run.until(deadline))) {
                case Rows rows -> {
                    return rows;
                }
                case Outcome.SqlError error -> last = failed(error);
                case Outcome.Unavailable gone -> last = failed(gone);
            }
            if (last.why() != Why.GONE) {
                throw last;
            }
        }
        throw last == null ? new Unanswered(Why.GONE, "it is never asked") : last;
    }

    private Unanswered failed(Outcome.SqlError error) {
        complaints.note(error.sqlState(), error.message());
        var state = " (SQLSTATE " + error.sqlState() + ")";
        if (error.sqlState().equals(CANCELLED)) {
            return new Unanswered(Why.SLOW, "it took too long" + state);
        }
        return TRANSIENT.stream().noneMatch(error.sqlState()::startsWith)
                ? new Unanswered(Why.REFUSED, "PostgreSQL refused it" + state)
                : new Unanswered(Why.GONE, "PostgreSQL cannot answer now" + state);
    }

    private Unanswered failed(Outcome.Unavailable gone) {
        complaints.note(gone.why().name(), gone.message());
        return gone.why() == Outcome.Why.DEADLINE
                ? new Unanswered(Why.SLOW, "it took too long")
                : new Unanswered(Why.GONE, "it cannot be reached");
    }

    /// What went wrong in the database, for those who run it.
    Complaints complaints() {
        return complaints;
    }

    /// How long one answer may take.
    Duration checkTimeMax() {
        return config.checkTimeMax();
    }

    /// How long answers about patterns of clients may take.
    Duration filterTimeMax() {
        return config.checkTimeMax().dividedBy(4);
    }

    void waitABit(Duration atMost) throws InterruptedException {
        pause.about(atMost);
    }
}
