package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.Ending;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.failure.SqlFailures;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.web.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    private final TotalFinder totals;

    public Runner(
            Database database, Sessions sessions, Responder responder, Ending ending,
            LargeResults largeResults) {
        this.database = database;
        this.sessions = sessions;
        this.responder = responder;
        this.ending = ending;
        this.largeResults = largeResults;
        this.totals = new TotalFinder(database);
    }

    public HttpResponse answer(Exchange exchange, Answering answering) {
        Session session = sessions.session(exchange, answering);
        Sql sql = SqlWriter.write(answering.plan(), format(answering));
        Rows rows = rows(exchange, answering, session, sql);
        long total = totals.total(
                answering, rows, session, run(exchange), exchange.caller().anonymous());
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return responder.respond(answering, rows, total);
    }

    /// The plan of the statement that [#answer] would run. Where `ANALYZE` runs it, its transaction
    /// ends as its own would.
    public HttpResponse explain(Exchange exchange, Answering answering) {
        Session session = sessions.session(exchange, answering);
        Sql sql = SqlWriter.explain(
                answering.plan(), format(answering), answering.accepted().explain());
        boolean rollsBack = session.access() == Access.READ_WRITE
                && ending.rollsBack(answering.ask().preferences());
        exchange.trail().runs(sql.text());
        Outcome outcome = rollsBack
                ? database.decide(sql, session, run(exchange), _ -> Verdict.End.REHEARSE)
                : database.run(sql, session, run(exchange));
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return responder.explained(answering, rows(outcome, exchange.caller().anonymous()));
    }

    /// What a statement makes of the rows that the answer shows.
    public static Format format(Answering answering) {
        return answering.bodiless() ? new Format.Nothing() : answering.accepted().format();
    }

    /// Like [#answer], for a read that may turn out too large to be made whole: `cut` reads one row
    /// more than the bound, `whole` all of them.
    public HttpResponse answerLarge(Exchange exchange, Answering cut, Answering whole) {
        Session session = sessions.session(exchange, cut);
        Sql sql = SqlWriter.write(cut.plan(), cut.accepted().format());
        Rows rows = rows(exchange, cut, session, sql);
        if (!largeResults.exceeds(rows)) {
            long total = totals.total(
                    whole, rows, session, run(exchange), exchange.caller().anonymous());
            exchange.trail().ends(Trail.Phase.TRANSACTION);
            return responder.respond(whole, rows, total);
        }
        return largeResults.stream(
                responder, whole, rows, session, run(exchange), exchange.caller().anonymous());
    }

    /// Answers with what several statements make, all of which are kept or none.
    public HttpResponse answer(Exchange exchange, Answering answering, Statements.Work work) {
        Session session = sessions.session(exchange, answering);
        boolean anonymous = exchange.caller().anonymous();
        var objections = objections(answering);
        List<Rows> made = new ArrayList<>(1);
        Outcome outcome;
        try {
            outcome = database.transact(session, run(exchange), transaction -> {
                Rows rows = work.in(new Statements(
                        transaction, session, exchange.trail(), anonymous));
                refuse(objections.to(rows));
                made.add(rows);
                return ending.rollsBack(answering.ask().preferences())
                        ? Verdict.End.REHEARSE : Verdict.End.COMMIT;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows(outcome, anonymous);
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return responder.respond(answering, made.getFirst(), -1);
    }

    private static Objections objections(Answering answering) {
        Ask ask = answering.ask();
        Long affectedMax = ask.preferences().bounded() ? ask.preferences().maxAffected() : null;
        return Objections.of(ask.asked(), answering.accepted().singular(), affectedMax);
    }

    private static void refuse(Failure objection) {
        if (objection != null) {
            throw new Refusal(objection);
        }
    }

    private Rows rows(Exchange exchange, Answering answering, Session session, Sql sql) {
        Ask ask = answering.ask();
        var objections = objections(answering);
        boolean rollsBack = ending.rollsBack(ask.preferences());
        boolean decides = session.access() == Access.READ_WRITE
                && (rollsBack || objections.possible() || runsOtherSql(answering.plan()));
        exchange.trail().runs(sql.text());
        Outcome outcome = decides
                ? database.decide(sql, session, run(exchange),
                        result -> objections.to(result) != null ? Verdict.End.ROLLBACK
                                : rollsBack ? Verdict.End.REHEARSE : Verdict.End.COMMIT)
                : database.run(sql, session, run(exchange));
        Rows rows = rows(outcome, exchange.caller().anonymous());
        refuse(objections.to(rows));
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

    static Rows rows(Outcome outcome, boolean anonymous) {
        return switch (outcome) {
            case Rows rows -> rows;
            case Outcome.SqlError error -> throw new Refusal(SqlFailures.of(error, anonymous));
            case Outcome.Unavailable outage -> throw new Refusal(SqlFailures.of(outage));
        };
    }

    private static Run run(Exchange exchange) {
        return new Run(exchange.deadline(), exchange.request().peer()::gone);
    }
}
