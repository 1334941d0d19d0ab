package dev.loam.app.running;

import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.time.Clock;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The database, with every statement timed for [Observed] and, where that is asked for, logged.
/// Values are never logged.
final class ObservedDatabase implements Database {
    private static final Logger STATEMENTS = LoggerFactory.getLogger("dev.loam.sql");

    private final Database database;
    private final Clock clock;
    private final BooleanSupplier logged;

    /// `logged` is asked at every statement. Closing this closes `database`.
    ObservedDatabase(Database database, Clock clock, BooleanSupplier logged) {
        this.database = database;
        this.clock = clock;
        this.logged = logged;
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        long begun = begin(sql, session);
        try {
            return database.run(sql, session, run);
        } finally {
            end(session, begun);
        }
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        long begun = begin(sql, session);
        try {
            return database.decide(sql, session, run, verdict);
        } finally {
            end(session, begun);
        }
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink)
            throws IOException {
        long begun = begin(sql, session);
        try {
            return database.stream(sql, session, run, batchRows, sink);
        } finally {
            end(session, begun);
        }
    }

    @Override
    public void close() {
        database.close();
    }

    private long begin(Sql sql, Session session) {
        // Loam's own statements have no role; those of requests are asked for.
        if (session.role() != null && logged.getAsBoolean()) {
            STATEMENTS.info("{}: {}", session.role(), sql.text());
        }
        return clock.nanos();
    }

    private void end(Session session, long begun) {
        Observed.current().database(session.role(), clock.nanos() - begun);
    }
}
