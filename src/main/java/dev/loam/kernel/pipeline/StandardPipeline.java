package dev.loam.kernel.pipeline;

import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/// Leads every request of one port through the stages to its route's handler.
///
/// The route is found first, by the path alone and without being able to fail, since it decides how
/// errors are worded and whether a caller is asked for. For each route the stages are put together
/// once; a request only runs through them. Immutable: a change of configuration makes a new one.
public final class StandardPipeline implements HttpHandler {
    private final RouteTable table;
    private final List<Stage.Next> entries;
    private final Stage.Next nowhere;

    /// @param verifier may be null where no route asks for a caller
    /// @throws IllegalArgumentException where two routes claim one prefix, or a route asks for
    ///     callers and nobody can tell who they are
    public StandardPipeline(
            PipelineConfig config, List<Route> routes, TokenVerifier verifier,
            AccessJournal journal, Clock clock) {
        if (verifier == null && routes.stream().anyMatch(Route::identified)) {
            throw new IllegalArgumentException("a route asks for callers, without a verifier");
        }
        this.table = RouteTable.of(routes, config.reserved());
        var ids = new StampRequestId(config.traceHeader(), clock);
        var assembled = new ArrayList<Stage.Next>();
        for (var route : table.routes()) {
            assembled.add(assembled(route, stages(config, route, ids, verifier, journal, clock)));
        }
        this.entries = List.copyOf(assembled);
        this.nowhere = assembled(table.nowhere(),
                stages(config, table.nowhere(), ids, verifier, journal, clock));
    }

    /// The order, from the outside in, and its reasons.
    private static List<Stage> stages(
            PipelineConfig config, Route route, StampRequestId ids, TokenVerifier verifier,
            AccessJournal journal, Clock clock) {
        var stages = new ArrayList<Stage>(List.of(
                // First, since whatever is logged from here on has to name the request.
                ids,
                // Before the log, which reads it at the end.
                new LeaveTrail(config.serverTiming() ? clock : null, config.statementsKept()),
                // Outside of all that may refuse, so that it sees refusals with the status sent.
                new LogAccess(journal, route.name(), clock),
                // Outside of the error boundary, since a refusal too must be readable for a web
                // page; itself it refuses nobody. Preflights end here, before any work is done.
                new Cors(config.cors(), config.exposed()),
                // Everything further in may throw.
                new ErrorBoundary(ErrorRenderer.of(
                        route.dialect(), config.proxyName(), config.verbosity())),
                // Before the first stage that may wait for something.
                new LimitTime(config.requestTimeMax(), clock)));
        if (config.serverTiming()) {
            // Inside of the error boundary: refusals do not tell their times.
            stages.add(new TellTiming());
        }
        if (route.identified()) {
            // Last, since it is the first to cost real work.
            stages.add(new Authenticate(verifier, route.name()));
        }
        return List.copyOf(stages);
    }

    private static Stage.Next assembled(Route route, List<Stage> stages) {
        Stage.Next next = route.handler()::handle;
        for (var stage : stages.reversed()) {
            var inner = next;
            next = exchange -> stage.handle(exchange, inner);
        }
        return next;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        int found = table.find(request.path());
        if (found < 0) {
            return nowhere.handle(Exchange.of(request, request.path()));
        }
        return entries.get(found).handle(
                Exchange.of(request, table.routes().get(found).rest(request.path())));
    }
}
