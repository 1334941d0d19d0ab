package dev.loam.kernel.module;

import dev.loam.ports.web.HttpResponse;

/// One thing done to every request of a route, around all that comes after it. Stateless towards
/// requests: many pass at once.
@FunctionalInterface
public interface Stage {
    HttpResponse handle(Exchange exchange, Next next);

    /// The rest of the pipeline.
    @FunctionalInterface
    interface Next {
        HttpResponse handle(Exchange exchange);
    }

    /// Makes the stage of a route, once, when the pipeline is put together; null for a route that
    /// has none.
    @FunctionalInterface
    interface Maker {
        Stage of(Route route);
    }
}
