package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Plan.Change;
import dev.loam.kernel.query.Plan.Output;
import dev.loam.kernel.query.SqlWriter;
import dev.loam.modules.rest.ask.Ending;
import dev.loam.modules.rest.ask.Upload;
import dev.loam.modules.rest.ask.UploadBounds;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Transaction;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Inserts whose bodies are read as they arrive: each part of the rows is a statement, all of them
/// one transaction, so that memory is bounded by a part whatever the body's length.
///
/// The connection waits for the client in between; that is why only some may do so at a time, and
/// none longer than its deadline. What the client sends meanwhile stays in the socket, whose
/// buffers hold it back.
public final class Uploads {
    private final Transactions transactions;
    private final Runner runner;
    private final Responder responder;
    private final Ending ending;
    private final UploadBounds bounds;
    private final Clock clock;
    private final Semaphore places;

    public Uploads(
            Transactions transactions, Runner runner, Responder responder, Ending ending,
            UploadBounds bounds, Clock clock) {
        this.transactions = transactions;
        this.runner = runner;
        this.responder = responder;
        this.ending = ending;
        this.bounds = bounds;
        this.clock = clock;
        this.places = new Semaphore(bounds.runningMax(), true);
    }

    /// The request of an insert, its body an [Upload] where it is large enough.
    public Exchange in(Exchange exchange) {
        return exchange.withRequest(
                Upload.in(exchange.request(), bounds, left(exchange.deadline())));
    }

    /// Whether parts can be inserted one by one: the rows given back, if any, are a plain list in
    /// the order in which they came.
    public boolean possible(Answering answering) {
        return answering.plan() instanceof Plan.Write write
                && write.change() instanceof Change.Insert
                && answering.accepted().explain() == null
                // Rows further on may have others nested in them.
                && answering.ask().preferences().nested() == null
                && (answering.bodiless()
                        || Inserted.joins(answering.accepted().format()) && plain(write.result()));
    }

    private static boolean plain(Plan.Node rows) {
        return rows.orders().isEmpty() && !rows.grouped() && rows.outputs().stream()
                .noneMatch(output -> output instanceof Output.Aggregated
                        || output instanceof Output.SpreadAggregated);
    }

    /// Fails: 504 PGRST003 where no place became free in time, and as [Runner#answer] and
    /// [Upload#next] do; nothing is kept then.
    public HttpResponse answer(Exchange exchange, Answering answering, Upload upload) {
        upload.requireSound();
        enter(exchange.deadline());
        try {
            HttpResponse.Full answer = inserted(exchange, answering, upload);
            exchange.trail().ends(Trail.Phase.TRANSACTION);
            return answer;
        } finally {
            places.release();
        }
    }

    private void enter(Deadline deadline) {
        try {
            if (places.tryAcquire(left(deadline).toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal(new RestFailure.PoolTimeout());
    }

    private Duration left(Deadline deadline) {
        return deadline.left(clock.nanos());
    }

    private HttpResponse.Full inserted(
            Exchange exchange, Answering answering, Upload upload) {
        Step first = runner.step(exchange, answering, answering.plan());
        boolean anonymous = exchange.caller().anonymous();
        exchange.trail().runs(first.sql().text());
        // What was read of the body is gone, so that there is no other try.
        var begin = new Transactions.Begin(first.session(), runner.writing(exchange), 1);
        HttpResponse.Full answer = transactions.answer(exchange, begin, (transaction, _) -> {
            var sum = new Inserted(Runner.format(answering), bounds.heldBytesMax());
            sum.add(Runner.rows(transaction.run(first.sql(), first.session()), anonymous));
            rest(transaction, answering, upload, sum, anonymous);
            Rows whole = sum.whole();
            return new Transactions.Made(served -> responder.respond(
                    answering, whole.withServed(served), ContentRange.UNKNOWN),
                    first.session(),
                    upload.unsound() ? Verdict.End.ROLLBACK : end(first, whole));
        });
        upload.requireSound();
        return answer;
    }

    private static void rest(
            Transaction transaction, Answering answering, Upload upload, Inserted sum,
            boolean anonymous) {
        var plan = (Plan.Write) answering.plan();
        Format format = Runner.format(answering);
        for (Asked.Payload.Json rows = upload.next(); rows != null; rows = upload.next()) {
            if (upload.unsound()) {
                // What else is wrong is found out without the connection.
                return;
            }
            Sql sql = SqlWriter.write(plan.withRows(rows), format);
            sum.add(Runner.rows(transaction.again(sql), anonymous));
        }
    }

    private Verdict.End end(Step step, Rows rows) {
        Failure objection = step.objection(rows);
        if (objection != null) {
            throw new Refusal(objection);
        }
        return ending.rollsBack(step.answering().ask().preferences())
                ? Verdict.End.REHEARSE : Verdict.End.COMMIT;
    }
}
