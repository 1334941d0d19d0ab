package dev.loam.modules.rest.batch;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.query.Plan;
import dev.loam.modules.rest.answer.Answering;
import dev.loam.modules.rest.answer.ConditionalWrites;
import dev.loam.modules.rest.answer.LargeResults;
import dev.loam.modules.rest.answer.Preparer;
import dev.loam.modules.rest.answer.Runner;
import dev.loam.modules.rest.ask.BoundedJson;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Profiles;
import dev.loam.modules.rest.ask.Target;
import dev.loam.modules.rest.failure.RestFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Prepares all operations of a batch before the database runs any.
///
/// `rowsMax` is null where rows have no bound of their own.
final class OperationPreparer {
    private final Profiles profiles;
    private final Preparer preparer;
    private final ConditionalWrites conditional;
    private final Runner runner;
    private final LargeResults largeResults;
    private final Long rowsMax;
    private final BoundedJson json;
    private final long bytesMax;

    /// `json` reads bodies, `bytesMax` bounds those that grow by what they refer to.
    OperationPreparer(Profiles profiles, Preparer preparer, ConditionalWrites conditional,
            Runner runner, LargeResults largeResults, Long rowsMax, BoundedJson json,
            long bytesMax) {
        this.profiles = profiles;
        this.preparer = preparer;
        this.conditional = conditional;
        this.runner = runner;
        this.largeResults = largeResults;
        this.rowsMax = rowsMax;
        this.json = json;
        this.bytesMax = bytesMax;
    }

    /// Fails as the operation would alone, with its place.
    List<Prepared> prepare(Exchange exchange, Catalog catalog, Batch batch) {
        var requests = new OperationRequests(exchange);
        List<Prepared> prepared = new ArrayList<>(batch.operations().size());
        Set<String> known = new HashSet<>();
        for (Operation operation : batch.operations()) {
            try {
                prepared.add(batch.references() && operation.json()
                        ? referring(operation, requests, catalog, known)
                        : guarded(operation, requests.exchange(operation), catalog));
            } catch (Refusal refused) {
                throw operation.refusal(refused.failure());
            }
            known.add(operation.id());
        }
        return prepared;
    }

    /// `known` are the names of the operations before it.
    private Prepared referring(
            Operation operation, OperationRequests requests, Catalog catalog, Set<String> known) {
        String place = "operations[" + operation.index() + "].body";
        Template template = Template.of(operation.body(), json, place);
        for (Template.Reference reference : template.references()) {
            if (!known.contains(reference.id())) {
                throw Members.wrong(place, reference.text() + " is of no earlier operation.");
            }
            if (reference.from() == 0) {
                throw Members.wrong(place, "Only values inside of it can be referred to.");
            }
        }
        if (template.references().isEmpty()) {
            return guarded(operation, requests.exchange(operation), catalog);
        }
        Operation blank = operation.with(template.blank());
        return guarded(blank, requests.exchange(blank), catalog).with(results -> {
            Operation filled = operation.with(template.filled(results::value, bytesMax));
            return prepared(filled, requests.exchange(filled), catalog);
        });
    }

    /// Costs are asked for before the batch has a connection, since it must not wait for a second
    /// one. With references filled in, an operation costs what it did without them.
    private Prepared guarded(Operation operation, Exchange exchange, Catalog catalog) {
        Prepared prepared = prepared(operation, exchange, catalog);
        runner.guard(exchange, prepared.step());
        return prepared;
    }

    private Prepared prepared(Operation operation, Exchange exchange, Catalog catalog) {
        Target target = Target.of(exchange.pathInRoute());
        Method method = Method.of(operation.method(), target);
        String schema = profiles.schema(method, exchange.request());
        if (method == Method.OPTIONS) {
            throw notHere("OPTIONS", "Send it as a request of its own.");
        }
        Answering answering = switch (target) {
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
        if (conditional.of(exchange.request(), answering) != null) {
            throw notHere("a condition", "Send it as a request of its own.");
        }
        Plan.Read cut = largeResults.cut(answering, rowsMax);
        Plan plan = cut == null ? answering.plan() : cut;
        return new Prepared(operation, runner.step(exchange, answering, plan), cut != null,
                profiles.echoed(method, exchange.request()), null);
    }

    private static Refusal notHere(String what, String instead) {
        return new Refusal(new RestFailure.NotInBatch(what, instead));
    }
}
