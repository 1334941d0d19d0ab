package dev.loam.kernel.pipeline;

import dev.loam.base.failure.Failure;
import dev.loam.kernel.module.ErrorDialect;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import dev.loam.ports.web.WireJournal;
import java.util.ArrayList;
import java.util.List;

/// Leads every request of one port through the steps to its route's handler.
///
/// The route is found first, by the path alone and without being able to fail, since it decides how
/// errors are worded and whether a caller is asked for. For each route the stages are put together
/// once, in the order of [Step]; a request only runs through them. Immutable: a change of
/// configuration makes a new one.
public final class StandardPipeline implements HttpHandler, WireJournal {
    /// Stands for a route where no route was found yet.
    private static final String WIRE = "wire";

    private final PipelineConfig config;
    private final PipelineParts parts;
    private final StampRequestId ids;
    private final RouteTable table;
    private final List<Stage.Next> entries;
    private final Stage.Next nowhere;

    /// @throws IllegalArgumentException where two routes claim one prefix, or a route asks for
    ///     callers and nobody can tell who they are
    public StandardPipeline(PipelineConfig config, List<Route> routes, PipelineParts parts) {
        if (parts.verifier() == null && routes.stream().anyMatch(Route::identified)) {
            throw new IllegalArgumentException("a route asks for callers, without a verifier");
        }
        this.config = config;
        this.parts = parts;
        this.ids = new StampRequestId(config.traceHeader(), parts.clock());
        this.table = RouteTable.of(routes, config.reserved());
        this.entries = table.routes().stream().map(this::assembled).toList();
        this.nowhere = assembled(table.nowhere());
    }

    private Stage.Next assembled(Route route) {
        boolean timed = parts.traces() != null && parts.traces().kept();
        var stages = new ArrayList<Stage>();
        for (Step step : Step.values()) {
            placed(step, true, route, timed, stages);
            Stage stage = stage(step, route);
            if (stage != null) {
                boolean seen = timed && step.compareTo(Step.LEAVE_TRAIL) > 0;
                stages.add(seen ? new TimeStep(step, stage) : stage);
            }
            placed(step, false, route, timed, stages);
        }
        if (timed) {
            stages.add(new TimeStep((exchange, rest) -> rest.handle(exchange), route.name()));
        }
        Stage.Next next = route.handler()::handle;
        for (Stage stage : stages.reversed()) {
            var inner = next;
            next = exchange -> stage.handle(exchange, inner);
        }
        return next;
    }

    /// Those that users put on that side of the step.
    private void placed(
            Step step, boolean before, Route route, boolean timed, List<Stage> into) {
        for (PipelineParts.Placed placed : parts.placed()) {
            Stage stage = placed.step() == step && placed.before() == before
                    ? placed.maker().of(route) : null;
            if (stage != null) {
                into.add(timed ? new TimeStep(stage, placed.name()) : stage);
            }
        }
    }

    /// The stage of a step, null where this pipeline or this route has none.
    private Stage stage(Step step, Route route) {
        return switch (step) {
            case NAME_REQUEST -> ids;
            case LEAVE_TRAIL -> new LeaveTrail(
                    config.serverTiming() ? parts.clock() : null, config.statementsKept(),
                    parts.traces(), route);
            case LOG_ACCESS -> new LogAccess(parts.journal(), route.name(), parts.clock());
            case CORS -> new Cors(config.cors(), config.terms(), config.exposed());
            case BOUND_ERRORS -> new ErrorBoundary(
                    ErrorRenderer.of(route.dialect(), config.proxyName(), config.verbosity()),
                    ErrorRenderer.of(
                            ErrorDialect.PROBLEM, config.proxyName(), config.verbosity()));
            case LIMIT_TIME -> new LimitTime(config.requestTimeMax(), parts.clock());
            case TELL_TIMING -> config.serverTiming() ? new TellTiming() : null;
            case AUTHENTICATE -> route.identified()
                    ? new Authenticate(parts.verifier(), route.name()) : null;
            case LOCATE_CLIENT, SECURE_HEADERS, CODE_BODY, CUT_BODY, LIMIT_RATE_OF_CLIENT,
                 LIMIT_RATE_OF_CALLER, ADMIT, CHOOSE_VERSION, CUSTOM, HOLD_IDEMPOTENT -> {
                Stage.Maker maker = parts.steps().get(step);
                yield maker == null ? null : maker.of(route);
            }
        };
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

    /// What the wire refuses passes the steps alone that give requests a name and write them down.
    @Override
    public HttpResponse.Full refused(
            HttpRequest request, Failure failure, HttpResponse.Full answer) {
        var log = new LogAccess(parts.journal(), WIRE, parts.clock());
        HttpResponse named = ids.handle(Exchange.of(request, request.path()),
                exchange -> log.handle(exchange, _ -> answer));
        return answer.withHeaders(named.headers());
    }
}
