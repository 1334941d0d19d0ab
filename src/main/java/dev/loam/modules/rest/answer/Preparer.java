package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.query.Plan;
import dev.loam.kernel.query.Planner;
import dev.loam.modules.rest.ask.Accepted;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.AskReader;
import dev.loam.modules.rest.ask.BodyChecks;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Offer;
import dev.loam.modules.rest.ask.Preferences;
import dev.loam.modules.rest.ask.Reuse;
import dev.loam.modules.rest.ask.Target;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.modules.rest.nested.NestedWrite;
import dev.loam.ports.web.HttpRequest;

/// Understands a request as far as it goes without the database: what it asks for is read, planned
/// and given a format to go out in.
public final class Preparer {
    private final AskReader reader;
    private final Planner.Options options;
    private final boolean plans;
    private final Validating validating;

    /// Execution plans may be asked for where `plans` is true.
    public Preparer(
            AskReader reader, Planner.Options options, boolean plans, Validating validating) {
        this.reader = reader;
        this.options = options;
        this.plans = plans;
        this.validating = validating;
    }

    /// A request of a relation by any method but OPTIONS.
    public Answering relation(
            Exchange exchange, Catalog catalog, Target.Relation target, Method method,
            String schema) {
        HttpRequest request = exchange.request();
        Preferences preferences = Preferences.of(request.headers());
        BodyChecks checks = method.reads() || !validating.wanted(preferences, request)
                ? BodyChecks.NONE
                : manner -> validating.validation().rows(
                        catalog, new TableName(schema, target.name()), manner);
        return answering(exchange, catalog, reader.relation(
                target, method, schema, preferences, request, checks));
    }

    /// A call of a function.
    public Answering procedure(
            Exchange exchange, Catalog catalog, Target.Procedure target, Method method,
            String schema) {
        HttpRequest request = exchange.request();
        Preferences preferences = Preferences.of(request.headers());
        BodyChecks checks = method.reads() || !validating.wanted(preferences, request)
                ? BodyChecks.NONE
                : manner -> validating.validation().arguments(
                        catalog, new FunctionName(schema, target.name()), manner);
        return answering(exchange, catalog, reader.procedure(
                target, method, schema, preferences, request, checks));
    }

    private Answering answering(Exchange exchange, Catalog catalog, Ask ask) {
        exchange.trail().ends(Trail.Phase.PARSE);
        NestedWrite nested = NestedWrite.of(ask, catalog, options);
        Plan plan = nested == null ? Planner.plan(ask.asked(), catalog, options) : nested.plan();
        // Of several statements there is no one execution plan.
        Accepted accepted = Accepted.of(exchange.request().headers(),
                offer(plan, ask, catalog), plans && nested == null);
        ask.preferences().requireHeeded();
        var answering = new Answering(
                ask, plan, accepted, catalog.settingsOf(exchange.caller().role()), nested,
                Form.silent(plan, catalog, exchange.caller().role()),
                Reuse.of(ask.preferences(), exchange.request()));
        requireSet(answering);
        Pages.requireOwnCursor(answering);
        exchange.trail().ends(Trail.Phase.PLAN);
        return answering;
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
}
