package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.query.Plan;
import dev.loam.modules.rest.answer.Answering;
import dev.loam.modules.rest.answer.LargeResults;
import dev.loam.modules.rest.answer.Preparer;
import dev.loam.modules.rest.answer.Runner;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Profiles;
import dev.loam.modules.rest.ask.Target;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.ArrayList;
import java.util.List;

/// Prepares all operations of a batch before the database hears of any.
///
/// `rowsMax` is null where rows have no bound of their own.
final class OperationPreparer {
    private final Profiles profiles;
    private final Preparer preparer;
    private final Runner runner;
    private final LargeResults largeResults;
    private final Long rowsMax;

    OperationPreparer(Profiles profiles, Preparer preparer, Runner runner,
            LargeResults largeResults, Long rowsMax) {
        this.profiles = profiles;
        this.preparer = preparer;
        this.runner = runner;
        this.largeResults = largeResults;
        this.rowsMax = rowsMax;
    }

    /// Fails as the operation would alone, with its place.
    List<Prepared> prepare(Exchange exchange, Catalog catalog, Batch batch) {
        var requests = new OperationRequests(exchange);
        List<Prepared> prepared = new ArrayList<>(batch.operations().size());
        for (Operation operation : batch.operations()) {
            try {
                prepared.add(prepared(operation, requests.exchange(operation), catalog));
            } catch (Refusal refused) {
                throw operation.refusal(refused.failure());
            }
        }
        return prepared;
    }

    private Prepared prepared(Operation operation, Exchange exchange, Catalog catalog) {
        Method method = Method.of(operation.method());
        String schema = profiles.schema(method, exchange.request());
        if (method == Method.OPTIONS) {
            throw notHere("OPTIONS", "Send it as a request of its own.");
        }
        Answering answering = switch (Target.of(exchange.pathInRoute())) {
            case Target.Root _ -> throw notHere("the path /",
                    "A batch holds no other batch, and no description of the API.");
            case Target.Relation relation ->
                    preparer.relation(exchange, catalog, relation, method, schema);
            case Target.Procedure procedure ->
                    preparer.procedure(exchange, catalog, procedure, method, schema);
        };
        if (answering.accepted().explain() != null) {
            throw notHere("an execution plan", "Send it as a request of its own.");
        }
        if (answering.ask().preferences().tx() != null) {
            throw notHere("the preference tx of an operation",
                    "Prefer it for the whole batch; an operation can have a savepoint.");
        }
        Plan.Read cut = largeResults.cut(answering, rowsMax);
        Plan plan = cut == null ? answering.plan() : cut;
        return new Prepared(operation, runner.step(exchange, answering, plan), cut != null,
                profiles.echoed(method, exchange.request()));
    }

    private static Refusal notHere(String what, String instead) {
        return new Refusal(new RestFailure.NotInBatch(what, instead));
    }
}
