package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.query.Explain;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.SqlWriter;
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
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Runs the statement of a request and answers with its result.
///
/// A statement that can only read, or whose effect cannot be refused any more once it ran, goes in
/// one round trip. Where the answer decides, its transaction is ended by a second one.
public final class Runner {
    private final Database database;
    private final Sessions sessions;
    private final Responder responder;
    private final Ending ending;
    private final LargeResults largeResults;
    private final CostGuard costs;
    private final boolean positions;

    /// With `positions` writes tell where the log was after them.
    public Runner(
            Database database, Sessions sessions, Responder responder, Ending ending,
            LargeResults largeResults, CostGuard costs, boolean positions) {
        this.database = database;
        this.sessions = sessions;
        this.responder = responder;
        this.ending = ending;
        this.largeResults = largeResults;
        this.costs = costs;
        this.positions = positions;
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
        Rows rows = rows(exchange, step);
        return ready.cut() && largeResults.exceeds(rows)
                ? largeResults.stream(responder, answering, rows, step.session(),
                        run(exchange, answering), exchange.caller().anonymous())
                : answered(exchange, step, rows);
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
        var objections = Objections.of(answering);
        List<Rows> made = new ArrayList<>(1);
        Rows end;
        try {
            Outcome outcome = database.transact(session, writing(exchange), transaction -> {
                Rows rows = answering.nested().in(
                        statements(exchange, transaction, session), format(answering));
                refuse(objections.to(rows));
                made.add(rows);
                return ending.rollsBack(answering.ask().preferences())
                        ? Verdict.End.REHEARSE : Verdict.End.COMMIT;
            });
            end = rows(outcome, exchange.caller().anonymous());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return responder.respond(answering, made.getFirst().withServed(end.served()),
                ContentRange.UNKNOWN);
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
        Rows rows = step.result(rows(outcome, exchange.caller().anonymous()));
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
