package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.HttpResponse;

/// One thing done to every request of a route, around all that comes after it. Stateless towards
/// requests: many pass at once.
interface Stage {
    HttpResponse handle(Exchange exchange, Next next);

    /// The rest of the pipeline.
    @FunctionalInterface
    interface Next {
        HttpResponse handle(Exchange exchange);
    }
}
