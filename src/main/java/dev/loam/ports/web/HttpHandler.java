package dev.loam.ports.web;

/// Answers requests. Called on a virtual thread of the connection, so it may block; several
/// requests at once. It must not throw: what escapes is a defect, which the adapter logs and
/// answers with a bare 500.
@FunctionalInterface
public interface HttpHandler {
    HttpResponse handle(HttpRequest request);
}
