package dev.loam.kernel.watch;

import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import java.io.IOException;

/// A database all of whose statements are watched, and whose committed writes are told to the
/// audit. What a request is answered from a cache in front of it never comes here.
public final class ObservedDatabase implements Database {
    private final Database database;
    private final StatementWatch watch;
    private final Audit audit;

    /// @param audit null where no writes are told
    public ObservedDatabase(Database database, StatementWatch watch, Audit audit) {
        this.database = database;
        this.watch = watch;
        this.audit = audit;
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        var watched = watch.begin(sql, session);
        Outcome outcome = null;
        try {
            outcome = database.run(watched.sql(), session, watched.run(run));
        } finally {
            watched.ended(outcome);
        }
        if (audit != null && session.access() == Access.READ_WRITE) {
            Audit.Writes writes = audit.writes();
            writes.add(sql, session);
            writes.committed(outcome);
        }
        return outcome;
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        var watched = watch.begin(sql, session);
        var end = new EndSeen();
        Outcome outcome = null;
        try {
            outcome = database.decide(watched.sql(), session, watched.run(run),
                    audit == null ? verdict : rows -> end.seen(verdict.of(rows)));
        } finally {
            watched.ended(outcome);
        }
        if (audit != null && end.commits()) {
            Audit.Writes writes = audit.writes();
            writes.add(sql, session);
            writes.committed(outcome);
        }
        return outcome;
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink)
            throws IOException {
        var watched = watch.begin(sql, session);
        Outcome outcome = null;
        try {
            outcome = database.stream(
                    watched.sql(), session, watched.run(run), batchRows, sink);
            return outcome;
        } finally {
            watched.ended(outcome);
        }
    }

    @Override
    public Outcome transact(Session session, Run run, Work work) throws IOException {
        var watched = watch.begin(null, session);
        Audit.Writes writes = audit == null ? null : audit.writes();
        var end = new EndSeen();
        Outcome outcome = null;
        try {
            outcome = database.transact(session, watched.run(run),
                    transaction -> end.seen(work.in(new Observed(transaction, session, writes))));
        } finally {
            watched.ended(outcome);
        }
        if (writes != null && end.commits()) {
            writes.committed(outcome);
        }
        return outcome;
    }

    @Override
    public String explain(Sql sql, Session session, Run run) {
        return database.explain(sql, session, run);
    }

    @Override
    public void close() {
        database.close();
    }

    /// How a transaction was to end.
    private static final class EndSeen {
        private Verdict.End end;

        Verdict.End seen(Verdict.End given) {
            end = given;
            return given;
        }

        boolean commits() {
            return end == Verdict.End.COMMIT;
        }
    }

    /// A transaction whose statements are watched.
    private final class Observed implements Transaction {
        private final Transaction transaction;
        private final Audit.Writes writes;
        private Session last;

        Observed(Transaction transaction, Session session, Audit.Writes writes) {
            this.transaction = transaction;
            this.writes = writes;
            this.last = session;
        }

        @Override
        public Outcome run(Sql sql, Session session) {
            last = session;
            var watched = watch.begin(sql, session);
            Outcome outcome = null;
            try {
                outcome = transaction.run(watched.sql(), session);
                return noted(sql, outcome);
            } finally {
                watched.endedWithin(outcome);
            }
        }

        @Override
        public Outcome again(Sql sql) {
            var watched = watch.begin(sql, last);
            Outcome outcome = null;
            try {
                outcome = transaction.again(watched.sql());
                return noted(sql, outcome);
            } finally {
                watched.endedWithin(outcome);
            }
        }

        @Override
        public Outcome attempt(Sql sql, Session session, Verdict verdict) {
            last = session;
            var watched = watch.begin(sql, session);
            var end = new EndSeen();
            Outcome outcome = null;
            try {
                outcome = transaction.attempt(
                        watched.sql(), session, rows -> end.seen(verdict.of(rows)));
                return end.commits() ? noted(sql, outcome) : outcome;
            } finally {
                watched.endedWithin(outcome);
            }
        }

        private Outcome noted(Sql sql, Outcome outcome) {
            if (writes != null && outcome instanceof Rows) {
                writes.add(sql, last);
            }
            return outcome;
        }
    }
}
