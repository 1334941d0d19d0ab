package dev.loam.kernel.module;

import dev.loam.ports.web.HttpResponse;

/// Answers the requests of one route. Called on the connection's virtual thread, several at once;
/// it may block. What it will not answer it throws as a `Refusal`.
@FunctionalInterface
public interface RouteHandler {
    HttpResponse handle(Exchange exchange);
}
