package dev.loam.kernel.pipeline;

import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.HttpResponse;

/// Establishes the caller, or refuses the request.
record Authenticate(TokenVerifier verifier) implements Stage {
    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        var request = exchange.request();
        return next.handle(exchange.withCaller(
                verifier.verify(request.header("Authorization"), request.header("apikey"))));
    }
}
