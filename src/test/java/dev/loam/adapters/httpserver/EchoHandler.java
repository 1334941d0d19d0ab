package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.nio.charset.StandardCharsets;

/// Tells what arrived: `METHOD path [query] body`. Some paths behave differently, as named.
final class EchoHandler implements HttpHandler {
    @Override
    public HttpResponse handle(HttpRequest request) {
        return switch (request.path()) {
            case "/unread" -> text(200, "unread");
            case "/refuse" -> text(401, "refused");
            case "/nothing" -> new HttpResponse.Full(204, null, Headers.NONE, new byte[3]);
            case "/unmodified" -> new HttpResponse.Full(304, null, Headers.NONE, new byte[3]);
            case "/null" -> new HttpResponse.Full(200, null, Headers.NONE, null);
            case "/reason" -> new HttpResponse.Full(299, "Quite Fine", Headers.of("X-A", "1"),
                    new byte[0]);
            case "/split" -> new HttpResponse.Full(200, "a\r\nb", Headers.of("X-A", "1\r\nX-B: 2",
                    "Content-Length", "7", "Connection", "upgrade", "Date", "never"), null);
            case "/defect" -> throw new IllegalStateException("told by the test");
            case "/fields" -> text(200, request.headers().toString());
            default -> echo(request);
        };
    }

    static HttpResponse.Full text(int status, String text) {
        return HttpResponse.Full.of(status, Headers.of("Content-Type", "text/plain"),
                text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static HttpResponse echo(HttpRequest request) {
        try {
            String body = new String(request.body().bytes(), StandardCharsets.ISO_8859_1);
            return text(200, request.method() + " " + request.path()
                    + (request.query() == null ? "" : " [" + request.query() + "]")
                    + (body.isEmpty() ? "" : " " + body));
        } catch (Refusal refusal) {
            return text(refusal.failure().status(), refusal.failure().code() + " at the body: "
                    + refusal.failure().message());
        }
    }
}
