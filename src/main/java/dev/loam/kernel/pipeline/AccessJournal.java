package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.HttpResponse;

/// Is told of every answer, refusals among them, on the request's thread and before the answer is
/// sent: it must be quick and must not throw.
@FunctionalInterface
public interface AccessJournal {
    /// Keeps nothing.
    AccessJournal NONE = (exchange, route, response, nanos) -> { };

    /// @param exchange the request, with its id
    /// @param route the name of the route that answered
    /// @param nanos how long the answer took to be made
    void answered(Exchange exchange, String route, HttpResponse response, long nanos);
}
