package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;

/// Begins a trail. The clock is null where nobody asks for times.
record LeaveTrail(Clock clock, boolean statements) implements Stage {
    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        return next.handle(exchange.withTrail(Trail.of(clock, statements)));
    }
}
