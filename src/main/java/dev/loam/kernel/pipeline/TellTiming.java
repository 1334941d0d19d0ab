package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.HttpResponse;

/// Adds the times of the request's phases to its answer.
///
/// Source: PostgREST documentation, "Server-Timing Header".
record TellTiming() implements Stage {
    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        var response = next.handle(exchange);
        String timing = exchange.trail().serverTiming();
        return timing.isEmpty() ? response : response.withHeaders(
                response.headers().plus("Server-Timing", timing));
    }
}
