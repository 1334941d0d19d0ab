package dev.loam.app.running;

import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.util.Locale;

/// Says in `Server-Timing` how long an answer took to be made, in milliseconds, and how much of
/// that the database did. What is streamed afterwards is not in it.
/// Source: W3C "Server Timing".
record Timed(HttpHandler handler, Clock clock) implements HttpHandler {
    @Override
    public HttpResponse handle(HttpRequest request) {
        long begun = clock.nanos();
        HttpResponse response = handler.handle(request);
        String timing = String.format(Locale.ROOT, "transaction;dur=%.1f, total;dur=%.1f",
                Observed.current().databaseNanos() / 1e6, (clock.nanos() - begun) / 1e6);
        return response.withHeaders(
                response.headers().plus(Headers.of("Server-Timing", timing)));
    }
}
