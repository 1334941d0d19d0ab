package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Keeping;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.database.Verdict.End;
import dev.loam.ports.time.Pause;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;

/// Answers requests that take several statements in one transaction. Where the answer is to be
/// kept, the key is claimed before the work, and the answer kept behind it.
///
/// As nothing has been answered before the end, a transaction that PostgreSQL broke off for the
/// sake of others can be tried again, a bounded number of times; after anything of which nobody
/// knows whether it was kept, never.
public final class Transactions {
    /// How often what can be tried again is tried in all.
    public static final int TRIES_MAX = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private final Database database;
    private final Pause pause;

    public Transactions(Database database, Pause pause) {
        this.database = database;
        this.pause = pause;
    }

    /// What a request does in its transaction.
    @FunctionalInterface
    public interface Work {
        /// After the `last` try there is no other, so that a conflict is told like any error.
        Made in(Transaction transaction, boolean last);
    }

    /// What the work came to. `answer` makes the answer of what is known of the commit, null
    /// before there was one; `session` is the one that the work left.
    public record Made(
            Function<Served, HttpResponse.Full> answer, Session session, End end) {
    }

    /// How the transaction is begun (of `session` only isolation and access count), and how often
    /// it is tried.
    public record Begin(Session session, Run run, int triesMax) {
        /// What is done once, save where its answer is kept and it can be done again.
        static Begin once(Exchange exchange, Session session, Run run) {
            return new Begin(session, run, exchange.keeping() == null ? 1 : TRIES_MAX);
        }
    }

    /// Fails as the work does, and as [Keeping] does.
    public HttpResponse.Full answer(Exchange exchange, Begin begin, Work work) {
        for (int tried = 1; ; tried++) {
            boolean last = tried >= begin.triesMax();
            var attempt = new Attempt(exchange, begin.session(), work, last);
            Outcome outcome = transacted(begin, attempt);
            if (attempt.earlier != null) {
                return attempt.earlier;
            }
            boolean conflicted = attempt.conflicted || Conflicts.in(outcome);
            if (conflicted && !last && waited(tried)) {
                continue;
            }
            if (attempt.refused != null) {
                throw attempt.refused;
            }
            Rows end = Runner.rows(outcome, exchange.caller().anonymous());
            return attempt.made.answer().apply(end.served());
        }
    }

    private Outcome transacted(Begin begin, Attempt attempt) {
        try {
            return database.transact(begin.session(), begin.run(), attempt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// False where this thread is asked to end.
    private boolean waited(int tried) {
        try {
            pause.about(FIRST_PAUSE.multipliedBy(1L << tried - 1));
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// One try. A refusal is kept for later, and then nothing else is.
    private static final class Attempt implements Database.Work {
        private final Keeping keeping;
        private final boolean anonymous;
        private final Work work;
        private final boolean last;
        private HttpResponse.Full earlier;
        private Made made;
        private Refusal refused;
        private boolean conflicted;

        Attempt(Exchange exchange, Session begin, Work work, boolean last) {
            // What cannot write leaves nothing that could be there twice.
            this.keeping = begin.access() == Session.Access.READ_ONLY ? null : exchange.keeping();
            this.anonymous = exchange.caller().anonymous();
            this.work = work;
            this.last = last;
        }

        @Override
        public End in(Transaction transaction) {
            var seen = new Seen(transaction);
            try {
                if (keeping != null && !claimed(seen)) {
                    return End.ROLLBACK;
                }
                made = work.in(seen, last);
                if (keeping != null && made.end() == End.COMMIT) {
                    Runner.rows(keeping.keep(seen, made.answer().apply(null), made.session()),
                            anonymous);
                }
                return made.end();
            } catch (Refusal e) {
                refused = e;
                return End.ROLLBACK;
            }
        }

        private boolean claimed(Transaction transaction) {
            switch (keeping.claim(transaction)) {
                case Keeping.Claim.Answered(HttpResponse.Full answer) -> earlier = answer;
                case Keeping.Claim.Failed(Outcome outcome) -> Runner.rows(outcome, anonymous);
                case Keeping.Claim.Ours _ -> {
                    return true;
                }
            }
            return false;
        }

        /// A transaction in which conflicts are noticed.
        private final class Seen implements Transaction {
            private final Transaction transaction;

            Seen(Transaction transaction) {
                this.transaction = transaction;
            }

            private Outcome noticed(Outcome outcome) {
                conflicted |= Conflicts.in(outcome);
                return outcome;
            }

            @Override
            public Outcome run(Sql sql, Session session) {
                return noticed(transaction.run(sql, session));
            }

            @Override
            public Outcome again(Sql sql) {
                return noticed(transaction.again(sql));
            }

            @Override
            public Outcome attempt(Sql sql, Session session, Verdict verdict) {
                return noticed(transaction.attempt(sql, session, verdict));
            }
        }
    }
}
