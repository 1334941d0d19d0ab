package dev.loam.kernel.pipeline;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.IdentityFailure;
import dev.loam.kernel.identity.TokenVerifier;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.module.Trail;
import dev.loam.ports.web.HttpResponse;

/// Establishes the caller, or refuses the request, also where the caller's key is not for this
/// route.
record Authenticate(TokenVerifier verifier, String route) implements Stage {
    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        var request = exchange.request();
        var caller = verifier.verify(request.header("Authorization"), request.header("apikey"));
        exchange.trail().actsFor(caller);
        exchange.trail().ends(Trail.Phase.JWT);
        if (!caller.mayUse(route)) {
            throw new Refusal(new IdentityFailure.ScopeMissing(route));
        }
        return next.handle(exchange.withCaller(caller));
    }
}
