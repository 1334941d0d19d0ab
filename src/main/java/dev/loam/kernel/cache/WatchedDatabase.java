package dev.loam.kernel.cache;

import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A database whose writes go out of the cache before they are answered; nothing that is read here
/// is kept.
final class WatchedDatabase implements Database {
    private final Database database;
    private final Writes writes;
    private final Passing passing;

    /// Marks an answer as one that is not kept.
    interface Passing {
        Outcome passed(Outcome outcome, Pass pass);
    }

    WatchedDatabase(Database database, Writes writes, Passing passing) {
        this.database = database;
        this.writes = writes;
        this.passing = passing;
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        if (session.access() == Access.READ_ONLY) {
            return passing.passed(database.run(sql, session, run), Pass.NOT_WHOLE);
        }
        Writes.Touched touched = writes.touched();
        touched.add(sql.footprint());
        return told(writes.around(touched, run,
                telling -> database.run(sql, session, telling), Writes::perhaps));
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        if (session.access() == Access.READ_ONLY) {
            return passing.passed(
                    database.decide(sql, session, run, verdict), Pass.NOT_WHOLE);
        }
        Writes.Touched touched = writes.touched();
        touched.add(sql.footprint());
        var end = new EndSeen();
        return told(writes.around(touched, run, telling -> database.decide(
                sql, session, telling, rows -> end.seen(verdict.of(rows))), end::committed));
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink)
            throws IOException {
        return passing.passed(
                database.stream(sql, session, run, batchRows, sink), Pass.STREAMED);
    }

    @Override
    public Outcome transact(Session session, Run run, Work work) throws IOException {
        if (session.access() == Access.READ_ONLY) {
            return passing.passed(database.transact(session, run, work), Pass.NOT_WHOLE);
        }
        Writes.Touched touched = writes.touched();
        var end = new EndSeen();
        Work seen = transaction -> end.seen(work.in(new Observed(transaction, touched)));
        try {
            return told(writes.around(touched, run, telling -> {
                try {
                    return database.transact(session, telling, seen);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, end::committed));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        database.close();
    }

    private Outcome told(Outcome outcome) {
        Outcome passed = passing.passed(outcome, Pass.WRITES);
        return passed instanceof Rows rows
                ? rows.withServed(Served.written(rows.served().position())) : passed;
    }

    /// How a transaction was to end.
    private static final class EndSeen {
        private Verdict.End end;

        Verdict.End seen(Verdict.End given) {
            end = given;
            return given;
        }

        boolean committed(Outcome outcome) {
            return end == Verdict.End.COMMIT && Writes.perhaps(outcome);
        }
    }

    /// A transaction whose statements are looked at.
    private record Observed(Transaction transaction, Writes.Touched touched)
            implements Transaction {
        @Override
        public Outcome run(Sql sql, Session session) {
            touched.add(sql.footprint());
            return transaction.run(sql, session);
        }

        @Override
        public Outcome again(Sql sql) {
            touched.add(sql.footprint());
            return transaction.again(sql);
        }

        @Override
        public Outcome attempt(Sql sql, Session session, Verdict verdict) {
            touched.add(sql.footprint());
            return transaction.attempt(sql, session, verdict);
        }
    }
}
