package dev.loam.adapters.httpserver;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;

/// Answers who speaks plain HTTP to a port that speaks TLS: the same address, by `https`. Method
/// and body are to be sent again as they are (308), though a client has then shown them already.
final class ToHttps implements HttpHandler {
    @Override
    public HttpResponse handle(HttpRequest request) {
        String host = request.header("Host");
        if (host == null || host.isEmpty()) {
            return new HttpResponse.Full(400, null, Headers.NONE, null);
        }
        String query = request.query() == null ? "" : "?" + request.query();
        return new HttpResponse.Full(308, null,
                Headers.of("Location", "https://" + host + request.path() + query), new byte[0]);
    }
}
