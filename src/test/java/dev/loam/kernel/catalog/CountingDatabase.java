package dev.loam.kernel.catalog;

import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.io.IOException;

/// A database that counts what passes: statements, rows, and the time until they were there.
final class CountingDatabase implements Database {
    private final Database database;
    private long statements;
    private long rows;
    private long nanos;

    CountingDatabase(Database database) {
        this.database = database;
    }

    long statements() {
        return statements;
    }

    long rows() {
        return rows;
    }

    long nanos() {
        return nanos;
    }

    void reset() {
        statements = 0;
        rows = 0;
        nanos = 0;
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        long begun = System.nanoTime();
        Outcome outcome = database.run(sql, session, run);
        count(outcome instanceof Rows found ? found.size() : 0, begun);
        return outcome;
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink)
            throws IOException {
        long begun = System.nanoTime();
        Outcome outcome = database.stream(sql, session, run, batchRows, sink);
        count(outcome instanceof Rows found ? found.affected() : 0, begun);
        return outcome;
    }

    @Override
    public Outcome transact(Session session, Run run, Work work) {
        throw new UnsupportedOperationException();
    }

    private void count(long more, long begun) {
        statements++;
        rows += more;
        nanos += System.nanoTime() - begun;
    }

    @Override
    public void close() {
        database.close();
    }
}
