package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.base.text.ContentTag;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.query.Explain;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Result;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.modules.rest.ask.Conditions;
import dev.loam.modules.rest.ask.Ending;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.modules.rest.failure.SqlFailures;
import dev.loam.modules.rest.nested.Statements;
import dev.loam.ports.database.Consistency;
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
import dev.loam.ports.web.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Runs the statement of a request and answers with its result.
///
/// A statement that can only read, or whose effect cannot be refused any more once it ran, goes in
/// one round trip. Where the answer decides, its transaction is ended by a second one.
public final class Runner {
    private static final String UNIQUE = "23505";

    private final Database database;
    private final Transactions transactions;
    private final Sessions sessions;
    private final Responder responder;
    private final Ending ending;
    private final LargeResults largeResults;
    private final CostGuard costs;
    private final boolean positions;
    private final boolean tags;

    /// With `positions` writes tell where the log was after them, with `tags` every read has one.
    public Runner(
            Database database, Transactions transactions, Sessions sessions,
            Responder responder, Ending ending, LargeResults largeResults, CostGuard costs,
            boolean positions, boolean tags) {
        this.database = database;
        this.transactions = transactions;
        this.sessions = sessions;
        this.responder = responder;
        this.ending = ending;
        this.largeResults = largeResults;
        this.costs = costs;
        this.positions = positions;
        this.tags = tags;
    }

    /// A request whose rows are bounded by `rowsMax`, null for no bound.
    public Ready ready(Answering answering, Long rowsMax) {
        Plan.Read cut = answering.nested() != null ? null
                : largeResults.cut(answering, rowsMax);
        Plan plan = cut == null ? answering.plan() : cut;
        Form form = ownForm(answering, plan);
        return new Ready(answering, plan, cut != null, form.sql(largeResults.paged(plan),
                format(answering)), form);
    }

    public HttpResponse answer(Exchange exchange, Ready ready) {
        Answering answering = ready.answering();
        var step = new Step(answering, sessions.session(exchange, answering), ready.sql(),
                ready.form());
        guard(exchange, step);
        if (exchange.keeping() != null && !step.reads()) {
            return answerKept(exchange, step);
        }
        Rows rows = rows(exchange, step);
        return ready.cut() && largeResults.exceeds(rows)
                ? largeResults.stream(responder, answering, rows, step.session(),
                        run(exchange, answering), exchange.caller().anonymous())
                : answered(exchange, step, rows);
    }

    private HttpResponse answerKept(Exchange exchange, Step step) {
        var begin = Transactions.Begin.once(
                exchange, step.session(), run(exchange, step.answering()));
        HttpResponse answer = transactions.answer(exchange, begin, single(exchange, step));
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return answer;
    }

    /// One statement, as one of a transaction.
    private Transactions.Work single(Exchange exchange, Step step) {
        Answering answering = step.answering();
        boolean anonymous = exchange.caller().anonymous();
        return (transaction, _) -> {
            exchange.trail().runs(step.sql().text());
            Rows rows = step.result(
                    rows(transaction.run(step.sql(), step.session()), anonymous));
            refuse(step.objection(rows));
            long total = TotalFinder.total(answering, rows, anonymous,
                    estimate -> transaction.run(estimate, step.session()));
            return new Transactions.Made(
                    served -> responder.respond(answering, rows.withServed(served), total),
                    step.session(), end(answering));
        };
    }

    /// A write that is done if something holds. Rows are read, compared and written on one
    /// snapshot: where others have changed them since, PostgreSQL breaks the transaction off, and
    /// the next try sees what they did. So nobody has to hold locks, or the right to.
    ///
    /// Fails: 412 LOAM-REST-090.
    public HttpResponse answerIf(
            Exchange exchange, Answering answering, Precondition precondition) {
        Session session = sessions.session(exchange, answering);
        Transactions.Work work;
        if (answering.nested() != null) {
            work = nested(exchange, answering, session);
        } else {
            Step step = step(exchange, answering, answering.plan());
            guard(exchange, step);
            work = single(exchange, step);
        }
        Session stable = session.isolation() == Session.Isolation.SERIALIZABLE ? session
                : new Session(session.role(), session.settings(), session.access(),
                        Session.Isolation.REPEATABLE_READ, session.before());
        var begin = new Transactions.Begin(stable, writing(exchange), Transactions.TRIES_MAX);
        try {
            HttpResponse answer = transactions.answer(exchange, begin, (transaction, last) -> {
                precondition.check(ready -> state(exchange, transaction, ready));
                return work.in(transaction, last);
            });
            exchange.trail().ends(Trail.Phase.TRANSACTION);
            return answer;
        } catch (Refusal refused) {
            boolean taken = answering.ask().method() == Method.POST
                    && refused.failure().code().equals(UNIQUE);
            throw taken ? Precondition.failed(
                    Conditions.NONE_MATCH, refused.failure().details()) : refused;
        }
    }

    /// What a GET would answer in this transaction.
    private Precondition.State state(
            Exchange exchange, Transaction transaction, Ready ready) {
        Session session = sessions.session(exchange, ready.answering());
        boolean anonymous = exchange.caller().anonymous();
        exchange.trail().runs(ready.sql().text());
        Rows raw = rows(transaction.run(ready.sql(), session), anonymous);
        Rows rows = ready.form().result(tagged(raw), ready.answering().accepted().format());
        boolean exists = rows.number(0, Result.PAGE, 0) > 0;
        boolean whole = !(ready.cut() && largeResults.exceeds(rows))
                && Objections.of(ready.answering()).to(rows) == null;
        if (!whole) {
            return new Precondition.State(null, exists);
        }
        long total = TotalFinder.total(ready.answering(), rows, anonymous,
                estimate -> transaction.run(estimate, session));
        return new Precondition.State(responder.respond(ready.answering(), rows, total)
                .headers().first(Provenance.TAG), exists);
    }

    private static Rows tagged(Rows rows) {
        return rows.withServed(
                Served.tagged(rows.served(), ContentTag.of(rows.values())));
    }

    /// How the transaction of a request ends that nothing speaks against.
    private Verdict.End end(Answering answering) {
        return ending.rollsBack(answering.ask().preferences())
                ? Verdict.End.REHEARSE : Verdict.End.COMMIT;
    }

    /// The statement of a request, made of `plan`, which may be its own cut short.
    ///
    /// Fails: LOAM-REST-042 for one that takes several.
    public Step step(Exchange exchange, Answering answering, Plan plan) {
        if (answering.nested() != null) {
            throw new Refusal(new RestFailure.NotInBatch("related rows in a body",
                    "Send it as a request of its own, or each row as an operation."));
        }
        return new Step(answering, sessions.session(exchange, answering),
                Form.WHOLE.sql(largeResults.paged(plan), format(answering)), Form.WHOLE);
    }

    /// The form that costs least.
    private Form ownForm(Answering answering, Plan plan) {
        return Form.of(
                plan, format(answering), answering.silent() && !sessions.preRequested());
    }

    /// Refuses a request that is too dear, of which all counts.
    ///
    /// Fails: 422 LOAM-REST-025.
    public void guard(Exchange exchange, Step step) {
        costs.guard(exchange, largeResults.paged(step.answering().plan()),
                format(step.answering()), step.session());
    }

    private HttpResponse answered(Exchange exchange, Step step, Rows rows) {
        long total = TotalFinder.total(step.answering(), rows, exchange.caller().anonymous(),
                estimate -> database.run(estimate, step.session(), run(exchange)));
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return responder.respond(step.answering(), rows, total);
    }

    /// The answer to the rows of a step; `running` runs the statement that estimates a total, for
    /// reads of relations only.
    public HttpResponse.Full answer(
            Step step, Rows rows, boolean anonymous, Function<Sql, Outcome> running) {
        long total = TotalFinder.total(step.answering(), rows, anonymous, running);
        return responder.respond(step.answering(), rows, total);
    }

    /// The plan of the statement that [#answer] would run. Where `ANALYZE` runs it, its transaction
    /// ends as its own would.
    public HttpResponse explain(Exchange exchange, Ready ready) {
        Answering answering = ready.answering();
        Session session = sessions.session(exchange, answering);
        if (answering.accepted().explain().options().contains(Explain.Option.ANALYZE)) {
            costs.guard(exchange, answering.plan(), format(answering), session);
        }
        Sql sql = SqlWriter.explain(
                answering.plan(), format(answering), answering.accepted().explain());
        String kept = database.explain(ready.sql(), session, run(exchange, answering));
        boolean rollsBack = session.access() == Access.READ_WRITE
                && ending.rollsBack(answering.ask().preferences());
        exchange.trail().runs(sql.text());
        Outcome outcome = rollsBack
                ? database.decide(sql, session, run(exchange), _ -> Verdict.End.REHEARSE)
                : database.run(sql, session, run(exchange));
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return responder.explained(
                answering, rows(outcome, exchange.caller().anonymous()), kept);
    }

    /// What the database makes of the rows of a request.
    static Format format(Answering answering) {
        return answering.bodiless() ? new Format.Nothing() : answering.accepted().format();
    }

    /// Several statements, all of which are kept or none.
    public HttpResponse answerNested(Exchange exchange, Answering answering) {
        Session session = sessions.session(exchange, answering);
        var begin = Transactions.Begin.once(exchange, session, writing(exchange));
        HttpResponse.Full answer = transactions.answer(
                exchange, begin, nested(exchange, answering, session));
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return answer;
    }

    private Transactions.Work nested(Exchange exchange, Answering answering, Session session) {
        var objections = Objections.of(answering);
        return (transaction, _) -> {
            Rows rows = answering.nested().in(
                    statements(exchange, transaction, session), format(answering));
            refuse(objections.to(rows));
            return new Transactions.Made(served -> responder.respond(
                    answering, rows.withServed(served), ContentRange.UNKNOWN),
                    session, end(answering));
        };
    }

    private static Statements statements(
            Exchange exchange, Transaction transaction, Session session) {
        boolean anonymous = exchange.caller().anonymous();
        var first = new AtomicBoolean(true);
        return (sql, place) -> {
            exchange.trail().runs(sql.text());
            // What goes before a request goes before its first statement, and holds for all.
            Outcome outcome = first.getAndSet(false)
                    ? transaction.run(sql, session) : transaction.again(sql);
            if (place != null && outcome instanceof Outcome.SqlError error) {
                throw new Refusal(SqlFailures.of(error, anonymous, place));
            }
            return rows(outcome, anonymous);
        };
    }

    private static void refuse(Failure objection) {
        if (objection != null) {
            throw new Refusal(objection);
        }
    }

    private Rows rows(Exchange exchange, Step step) {
        boolean rollsBack = ending.rollsBack(step.answering().ask().preferences());
        boolean decides = !step.reads() && (rollsBack || step.objectionable()
                || runsOtherSql(step.answering().plan()));
        exchange.trail().runs(step.sql().text());
        Run run = run(exchange, step.answering());
        Outcome outcome = decides
                ? database.decide(step.sql(), step.session(), run,
                        result -> step.objection(step.result(result)) != null ? Verdict.End.ROLLBACK
                                : rollsBack ? Verdict.End.REHEARSE : Verdict.End.COMMIT)
                : database.run(step.sql(), step.session(), run);
        Rows raw = rows(outcome, exchange.caller().anonymous());
        boolean untagged = tags && step.answering().ask().method() == Method.GET
                && (raw.served() == null || raw.served().tag() == null);
        Rows rows = step.result(untagged ? tagged(raw) : raw);
        refuse(step.objection(rows));
        return rows;
    }

    /// Whether SQL of the database's own runs along, which may set the answer's status or headers
    /// to something unreadable.
    private boolean runsOtherSql(Plan plan) {
        return sessions.preRequested() || switch (plan) {
            case Plan.Read _ -> false;
            case Plan.Write write -> write.table().triggers();
            case Plan.Call _ -> true;
        };
    }

    /// The rows of a statement that needs no decision, whose access is that of the method.
    public Rows read(Exchange exchange, Method method, String schema, Sql sql) {
        Session session = sessions.session(exchange, method, schema, null, null, Map.of());
        exchange.trail().runs(sql.text());
        Rows rows = rows(
                database.run(sql, session, run(exchange)), exchange.caller().anonymous());
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return rows;
    }

    /// The rows, or the failure that there is in their place.
    public static Rows rows(Outcome outcome, boolean anonymous) {
        return switch (outcome) {
            case Rows rows -> rows;
            case Outcome.SqlError error -> throw new Refusal(SqlFailures.of(error, anonymous));
            case Outcome.Unavailable outage -> throw new Refusal(SqlFailures.of(outage));
        };
    }

    /// How the statement of a request runs: as old as it bears, and a write with its position.
    private Run run(Exchange exchange, Answering answering) {
        return new Run(exchange.deadline(), exchange.request().peer()::gone,
                answering.reuse().consistency(), positions, exchange.turn());
    }

    /// How the transaction of a request runs that may write.
    public Run writing(Exchange exchange) {
        return new Run(exchange.deadline(), exchange.request().peer()::gone, Consistency.STRONG,
                positions, exchange.turn());
    }

    /// For how long, and for whom, a request may run.
    public static Run run(Exchange exchange) {
        return new Run(exchange.deadline(), exchange.request().peer()::gone)
                .inTurn(exchange.turn());
    }
}
