package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.module.Trail;
import dev.loam.kernel.watch.Traces;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;

/// Begins a trail. The clock is null where nobody asks for times, `traces` where requests have no
/// place among traces.
///
/// The thread knows the trail until the answer is made, so that statements and lines of the log can
/// be told whose they are.
record LeaveTrail(Clock clock, boolean statements, Traces traces, Route route) implements Stage {
    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        Trail trail = Trail.of(clock, statements);
        trail.names(exchange.requestId(), route.name());
        if (traces != null) {
            traces.begin(trail, exchange.request());
        }
        Exchange trailed = exchange.withTrail(trail);
        HttpResponse response =
                ScopedValue.where(Trail.CURRENT, trail).call(() -> next.handle(trailed));
        if (traces == null) {
            return response;
        }
        HttpResponse answer = traces.answered(trailed, route, response);
        return !traces.told(exchange.request()) ? answer
                : answer.withHeaders(answer.headers().plus(
                        Headers.of(Traces.PARENT, trail.trace().traceparent())));
    }
}
