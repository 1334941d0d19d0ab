package dev.loam.modules.realtime.rows;

import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.util.concurrent.atomic.AtomicInteger;

/// A database whose questions are counted, and that can be out of reach.
final class CountedDatabase implements Database {
    final AtomicInteger questions = new AtomicInteger();
    volatile boolean gone;
    private final Database database;

    CountedDatabase(Database database) {
        this.database = database;
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        questions.incrementAndGet();
        return gone ? new Outcome.Unavailable(Outcome.Why.CONNECTION, "it is gone")
                : database.run(sql, session, run);
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome transact(Session session, Run run, Work work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        database.close();
    }
}
