package dev.loam.kernel.idempotency;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Run;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;

/// Reads the key of a request that writes, and lets the module claim it.
///
/// A request that is refused before it comes to that may have been done before all the same, when
/// the schema, say, was another one: only then it is asked whether there is an answer, in the
/// request's own turn. Where there was no room for it, or something is broken, nobody is asked: it
/// comes again.
record HoldIdempotent(Database database, Held.Parts parts) implements Stage {
    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        HttpRequest request = exchange.request();
        String key = request.headers().first(KeyField.NAME) == null ? null
                : writes(request) ? KeyField.of(request.headers()) : null;
        if (key == null) {
            refuseMissing(request);
            return next.handle(exchange);
        }
        var material = new KeyMaterial(CallerName.of(exchange), key);
        var print = new RequestPrint(request, material);
        var held = new Held(material, print, exchange.deadline(), parts);
        try {
            return next.handle(exchange.withRequest(request.withBody(print.body()))
                    .withKeeping(held));
        } catch (Refusal refused) {
            boolean mayBeOld = !held.claimed() && refused.failure().status() < 500;
            HttpResponse earlier = !mayBeOld ? null : held.found(database,
                    new Run(exchange.deadline(), request.peer()::gone).inTurn(exchange.turn()));
            if (earlier != null) {
                return earlier;
            }
            throw refused;
        }
    }

    private void refuseMissing(HttpRequest request) {
        for (IdempotencyConfig.Place place : parts.config().required()) {
            if (place.covers(request.method(), request.path()) && writes(request)) {
                throw new Refusal(new IdempotencyFailure.Missing());
            }
        }
    }

    private static boolean writes(HttpRequest request) {
        return IdempotencyConfig.WRITING.contains(request.method());
    }
}
