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
import dev.loam.modules.rest.answer.LargeResults;
import dev.loam.modules.rest.answer.Runner;
import dev.loam.modules.rest.ask.Accepted;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.AskReader;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Offer;
import dev.loam.modules.rest.ask.Preferences;
import dev.loam.modules.rest.ask.Profiles;
import dev.loam.modules.rest.ask.Target;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import java.util.Map;

/// One request, from what it asks to its answer: read, planned, run, answered.
final class RestHandler {
    private final Catalogs catalogs;
    private final Profiles profiles;
    private final AskReader reader;
    private final Runner runner;
    private final LargeResults largeResults;
    private final RootHandler root;
    private final Planner.Options options;
    private final boolean plans;

    RestHandler(
            Catalogs catalogs, Profiles profiles, AskReader reader, Runner runner,
            LargeResults largeResults, RootHandler root, Planner.Options options,
            boolean plans) {
        this.catalogs = catalogs;
        this.profiles = profiles;
        this.reader = reader;
        this.runner = runner;
        this.largeResults = largeResults;
        this.root = root;
        this.options = options;
        this.plans = plans;
    }

    HttpResponse handle(Exchange exchange) {
        HttpResponse response = named(exchange.request(), handled(exchange));
        exchange.trail().ends(Trail.Phase.RESPONSE);
        return response;
    }

    /// Where only one schema is exposed, it is named to those who named it themselves.
    private HttpResponse named(HttpRequest request, HttpResponse response) {
        String schema = profiles.several() ? null
                : profiles.named(Method.of(request.method()), request);
        return schema == null ? response : response.withHeaders(
                response.headers().plus(Headers.of("Content-Profile", schema)));
    }

    private HttpResponse handled(Exchange exchange) {
        HttpRequest request = exchange.request();
        Method method = Method.of(request.method());
        Target target = Target.of(exchange.pathInRoute());
        Catalog catalog = catalogs.current();
        if (catalog == null) {
            throw new Refusal(new RestFailure.NoCatalog());
        }
        String schema = profiles.schema(method, request);
        if (method == Method.OPTIONS) {
            exchange.trail().ends(Trail.Phase.PARSE);
        }
        return switch (target) {
            case Target.Root _ -> root.handle(exchange, method, schema, catalog, this);
            case Target.Relation relation when method == Method.OPTIONS ->
                    options(new TableName(schema, relation.name()), catalog);
            case Target.Relation relation -> answer(exchange, catalog, reader.relation(
                    relation, method, schema, Preferences.of(request.headers()), request));
            case Target.Procedure procedure ->
                    procedure(exchange, catalog, procedure, method, schema);
        };
    }

    HttpResponse procedure(
            Exchange exchange, Catalog catalog, Target.Procedure procedure, Method method,
            String schema) {
        if (method == Method.OPTIONS) {
            return options(new FunctionName(schema, procedure.name()), catalog);
        }
        HttpRequest request = exchange.request();
        return answer(exchange, catalog, reader.procedure(
                procedure, method, schema, Preferences.of(request.headers()), request));
    }

    private HttpResponse answer(Exchange exchange, Catalog catalog, Ask ask) {
        exchange.trail().ends(Trail.Phase.PARSE);
        Plan plan = Planner.plan(ask.asked(), catalog, options);
        Headers headers = exchange.request().headers();
        Accepted accepted = Accepted.of(headers, offer(plan, ask, catalog), plans);
        ask.preferences().requireHeeded();
        var answering = new Answering(
                ask, plan, accepted, catalog.settingsOf(exchange.caller().role()));
        requireSet(answering);
        exchange.trail().ends(Trail.Phase.PLAN);
        if (accepted.explain() != null) {
            return runner.explain(exchange, answering);
        }
        if (plan instanceof Plan.Read read
                && largeResults.possible(ask, accepted, options.rowsMax())) {
            var cut = answering.with(largeResults.cut(read));
            return runner.answerLarge(exchange, cut, answering);
        }
        return runner.answer(exchange, answering);
    }

    private static Offer offer(Plan plan, Ask ask, Catalog catalog) {
        return switch (plan) {
            case Plan.Read read -> Offer.of(read.table(), ask.asked().shape(), catalog);
            case Plan.Write write -> Offer.of(write.table(), ask.asked().shape(), catalog);
            case Plan.Call call -> Offer.of(call.function(), ask.asked().shape(), catalog);
        };
    }

    /// A bound on affected rows means nothing for a function that yields one value.
    private static void requireSet(Answering answering) {
        if (answering.plan() instanceof Plan.Call call
                && answering.ask().preferences().bounded() && !call.function().returns().set()) {
            throw new Refusal(new RestFailure.NoSetForMaxAffected());
        }
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
