package dev.loam.modules.rest;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Catalogs;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.query.Asked;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Planner;
import dev.loam.modules.rest.answer.Abilities;
import dev.loam.modules.rest.answer.Answering;
import dev.loam.modules.rest.answer.ConditionalWrites;
import dev.loam.modules.rest.answer.Preparer;
import dev.loam.modules.rest.answer.Ready;
import dev.loam.modules.rest.answer.ReadyReads;
import dev.loam.modules.rest.answer.Runner;
import dev.loam.modules.rest.answer.Uploads;
import dev.loam.modules.rest.ask.Conditions;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Profiles;
import dev.loam.modules.rest.ask.Target;
import dev.loam.modules.rest.ask.Upload;
import dev.loam.modules.rest.batch.BatchHandler;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Body;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// One request, from what it asks to its answer: read, planned, run, answered.
final class RestHandler {
    private static final String UNKNOWN = "other";

    private final Catalogs catalogs;
    private final Profiles profiles;
    private final Preparer preparer;
    private final Runner runner;
    private final ReadyReads reads = new ReadyReads();
    private final Uploads uploads;
    private final RootHandler root;
    private final BatchHandler batches;
    private final ConditionalWrites conditional;
    private final Planner.Options options;

    RestHandler(
            Catalogs catalogs, Profiles profiles, Preparer preparer, Runner runner,
            Uploads uploads, RootHandler root, BatchHandler batches,
            ConditionalWrites conditional, Planner.Options options) {
        this.catalogs = catalogs;
        this.profiles = profiles;
        this.preparer = preparer;
        this.runner = runner;
        this.uploads = uploads;
        this.root = root;
        this.batches = batches;
        this.conditional = conditional;
        this.options = options;
    }

    HttpResponse handle(Exchange exchange) {
        Target target = Target.of(exchange.pathInRoute());
        Method method = Method.of(exchange.request().method(), target);
        HttpResponse response =
                named(method, exchange.request(), handled(exchange, target, method));
        exchange.trail().ends(Trail.Phase.RESPONSE);
        return response;
    }

    private HttpResponse named(Method method, HttpRequest request, HttpResponse response) {
        String schema = profiles.echoed(method, request);
        return schema == null ? response : response.withHeaders(
                response.headers().plus("Content-Profile", schema));
    }

    private HttpResponse handled(Exchange exchange, Target target, Method method) {
        HttpRequest request = exchange.request();
        Catalog catalog = catalogs.current();
        if (catalog == null) {
            throw new Refusal(new RestFailure.NoCatalog());
        }
        String schema = profiles.schema(method, request);
        exchange.trail().concerns(subject(target, schema, catalog));
        if (method == Method.OPTIONS) {
            exchange.trail().ends(Trail.Phase.PARSE);
        }
        return switch (target) {
            case Target.Root _ when method == Method.POST && BatchHandler.brought(request) ->
                    batches.handle(exchange, catalog);
            case Target.Root _ -> root.handle(exchange, method, schema, catalog, this);
            case Target.Relation relation when method == Method.OPTIONS ->
                    options(new TableName(schema, relation.name()), catalog);
            case Target.Relation relation when method == Method.POST ->
                    insert(exchange, catalog, relation, schema);
            case Target.Relation relation when !method.reads() ->
                    write(exchange, catalog, relation, method, schema);
            case Target.Relation relation -> answer(exchange, catalog, method, schema,
                    () -> preparer.relation(exchange, catalog, relation, method, schema));
            case Target.Procedure procedure ->
                    procedure(exchange, catalog, procedure, method, schema);
        };
    }

    private HttpResponse write(
            Exchange exchange, Catalog catalog, Target.Relation relation, Method method,
            String schema) {
        Answering answering = preparer.relation(exchange, catalog, relation, method, schema);
        Conditions conditions = conditional.of(exchange.request(), answering);
        return conditions == null || answering.accepted().explain() != null
                ? answer(exchange, answering)
                : runner.answerIf(exchange, answering, conditional.precondition(
                        conditions, exchange, catalog, relation, schema));
    }

    /// What a request is about, by names of the schema alone: whatever else clients ask for is one.
    private static String subject(Target target, String schema, Catalog catalog) {
        return switch (target) {
            case Target.Root _ -> null;
            case Target.Relation(String name) ->
                    catalog.table(new TableName(schema, name)) == null ? UNKNOWN : name;
            case Target.Procedure(String name) ->
                    catalog.functionsNamed(new FunctionName(schema, name)).isEmpty() ? UNKNOWN
                            : "rpc/" + name;
        };
    }

    /// A large body is read as it arrives, where the answer allows it.
    private HttpResponse insert(
            Exchange exchange, Catalog catalog, Target.Relation relation, String schema) {
        if (exchange.request().headers().contains(Conditions.NONE_MATCH)) {
            return write(exchange, catalog, relation, Method.POST, schema);
        }
        Exchange asked = uploads.in(exchange);
        Answering answering =
                preparer.relation(asked, catalog, relation, Method.POST, schema);
        if (!(asked.request().body() instanceof Upload upload)) {
            return answer(exchange, answering);
        }
        if (uploads.possible(answering)) {
            return uploads.answer(exchange, answering, upload);
        }
        HttpRequest whole = exchange.request().withBody(Body.of(upload.bytes()));
        return answer(exchange, preparer.relation(
                exchange.withRequest(whole), catalog, relation, Method.POST, schema));
    }

    HttpResponse procedure(
            Exchange exchange, Catalog catalog, Target.Procedure procedure, Method method,
            String schema) {
        if (method == Method.OPTIONS) {
            return options(new FunctionName(schema, procedure.name()), catalog);
        }
        return answer(exchange, catalog, method, schema,
                () -> preparer.procedure(exchange, catalog, procedure, method, schema));
    }

    /// What only reads may have been prepared before.
    private HttpResponse answer(
            Exchange exchange, Catalog catalog, Method method, String schema,
            Supplier<Answering> answering) {
        if (!method.reads()) {
            return answer(exchange, answering.get());
        }
        return answer(exchange, reads.ready(exchange, catalog, method, schema,
                () -> runner.ready(answering.get(), options.rowsMax())));
    }

    private HttpResponse answer(Exchange exchange, Answering answering) {
        return answering.nested() != null ? runner.answerNested(exchange, answering)
                : answer(exchange, runner.ready(answering, options.rowsMax()));
    }

    private HttpResponse answer(Exchange exchange, Ready ready) {
        return ready.answering().accepted().explain() != null
                ? runner.explain(exchange, ready) : runner.answer(exchange, ready);
    }

    private HttpResponse options(TableName name, Catalog catalog) {
        // The planner has the words, and the nearest name, for a relation that is not there.
        var read = new Asked.Read(name, Asked.Shape.ALL, Asked.Totals.NONE, true);
        Plan.Read plan = (Plan.Read) Planner.plan(read, catalog, options);
        return Abilities.of(plan.table());
    }

    private HttpResponse options(FunctionName name, Catalog catalog) {
        List<Function> overloads = catalog.functionsNamed(name);
        if (overloads.isEmpty()) {
            var none = new Asked.Arguments.Named(Map.of(), Map.of(), Map.of());
            Planner.plan(new Asked.Call(name, Asked.Shape.ALL, none, true, Asked.Totals.NONE,
                    true), catalog, options);
        }
        return Abilities.of(overloads);
    }
}
