package dev.loam.modules.rest.batch;

import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.module.Verbosity;
import dev.loam.modules.rest.answer.ConditionalWrites;
import dev.loam.modules.rest.answer.LargeResults;
import dev.loam.modules.rest.answer.Preparer;
import dev.loam.modules.rest.answer.Provenance;
import dev.loam.modules.rest.answer.Runner;
import dev.loam.modules.rest.answer.Transactions;
import dev.loam.modules.rest.ask.Accepted;
import dev.loam.modules.rest.ask.BoundedJson;
import dev.loam.modules.rest.ask.Ending;
import dev.loam.modules.rest.ask.Payloads;
import dev.loam.modules.rest.ask.Preferences;
import dev.loam.modules.rest.ask.Profiles;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Isolation;
import dev.loam.ports.database.Verdict.End;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.List;

/// Answers a batch: several operations, in their order, in one transaction. All of them are kept,
/// or none but those that were allowed to fail alone are missing.
///
/// All are read and planned, with one catalog, before the first one runs. A transaction that
/// PostgreSQL broke off for the sake of others is tried again.
public final class BatchHandler {
    public static final String MEDIA_TYPE = "application/vnd.loam.batch+json";

    private final Transactions transactions;
    private final Ending ending;
    private final BatchReader reader;
    private final OperationPreparer preparer;
    private final Runner runner;
    private final BatchRun.Rules rules;

    /// The parts of the module that batches are made with.
    public record Parts(
            Transactions transactions, Ending ending, Profiles profiles, Preparer preparer,
            ConditionalWrites conditional, Runner runner, LargeResults largeResults) {
    }

    /// `rowsMax` is null where rows have no bound of their own; `verbosity` is that of failures.
    public record Bounds(
            Long rowsMax, int depthMax, int operationsMax, long bytesMax, Verbosity verbosity) {
    }

    public BatchHandler(Parts parts, Bounds bounds) {
        this.transactions = parts.transactions();
        this.ending = parts.ending();
        this.reader = new BatchReader(bounds.depthMax(), bounds.operationsMax());
        this.preparer = new OperationPreparer(parts.profiles(), parts.preparer(),
                parts.conditional(), parts.runner(), parts.largeResults(),
                bounds.rowsMax(), new BoundedJson(bounds.depthMax()), bounds.bytesMax());
        this.runner = parts.runner();
        this.rules = new BatchRun.Rules(
                parts.runner(), parts.largeResults(), bounds.verbosity(), bounds.bytesMax());
    }

    /// Whether a request brings a batch.
    public static boolean brought(HttpRequest request) {
        return Payloads.contentType(request).equals(MEDIA_TYPE);
    }

    public HttpResponse handle(Exchange exchange, Catalog catalog) {
        HttpRequest request = exchange.request();
        String type = Accepted.oneOf(request.headers(), MEDIA_TYPE, "application/json");
        var preferences = Preferences.of(request.headers());
        preferences.requireHeeded();
        Batch batch = reader.read(request.body().bytes());
        exchange.trail().ends(Trail.Phase.PARSE);
        List<Prepared> operations = preparer.prepare(exchange, catalog, batch);
        HttpResponse answer = operations.isEmpty() ? answer(List.of(), null, type, preferences)
                : run(exchange, operations, session(batch, operations), new Answer(
                        type, preferences));
        exchange.trail().ends(Trail.Phase.TRANSACTION);
        return answer;
    }

    /// How a batch is answered.
    private record Answer(String type, Preferences preferences) {
    }

    /// `served` is what the database says of the transaction, null for nothing.
    private HttpResponse.Full answer(
            List<OperationResult> results, Served served, String type, Preferences preferences) {
        var headers = Headers.builder().add("Content-Type", type + "; charset=utf-8");
        if (preferences.tx() != null && ending.overridable()) {
            headers.add("Preference-Applied", preferences.tx() == Preferences.Tx.COMMIT
                    ? "tx=commit" : "tx=rollback");
        }
        Provenance.add(headers, served, Consistency.STRONG, false);
        return HttpResponse.Full.of(200, headers.build(), BatchWriter.write(results));
    }

    /// The strictest isolation that the batch or one of its operations asks for; read-only where
    /// none of them writes.
    private static Session session(Batch batch, List<Prepared> operations) {
        Isolation isolation = batch.isolation();
        Access access = Access.READ_ONLY;
        for (Prepared each : operations) {
            Isolation own = each.step().session().isolation();
            if (isolation == null || own != null && own.compareTo(isolation) > 0) {
                isolation = own;
            }
            if (!each.step().reads()) {
                access = Access.READ_WRITE;
            }
        }
        Session first = operations.getFirst().step().session();
        return new Session(first.role(), List.of(), access, isolation, List.of());
    }

    private HttpResponse run(
            Exchange exchange, List<Prepared> operations, Session session, Answer answer) {
        boolean rollsBack = ending.rollsBack(answer.preferences());
        var begin = new Transactions.Begin(
                session, runner.writing(exchange), Transactions.TRIES_MAX);
        return transactions.answer(exchange, begin, (transaction, last) -> {
            var run = new BatchRun(exchange, operations, rules, last);
            run.in(transaction);
            return new Transactions.Made(
                    served -> answer(run.results(), served, answer.type(), answer.preferences()),
                    operations.getLast().step().session(),
                    rollsBack ? End.REHEARSE : End.COMMIT);
        });
    }
}
