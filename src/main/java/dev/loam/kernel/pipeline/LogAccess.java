package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;

/// Tells the journal of every answer.
record LogAccess(AccessJournal journal, String route, Clock clock) implements Stage {
    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        long start = clock.nanos();
        var response = next.handle(exchange);
        journal.answered(exchange, route, response, clock.nanos() - start);
        return response;
    }
}
