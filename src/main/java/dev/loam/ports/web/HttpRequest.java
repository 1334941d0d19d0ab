package dev.loam.ports.web;

/// One HTTP request, framing already undone.
///
/// `path` and `query` are raw, as sent: percent-encoding is not undone, since only the module that
/// owns the grammar knows what a reserved character means. `path` begins with `/` (or is `*` for
/// `OPTIONS *`); `query` is without the `?` and null where there was none. Both hold bytes of the
/// request target as ISO-8859-1 characters where these were not ASCII, so that nothing is lost.
/// Header values likewise. `protocol` is the version that the client speaks, `HTTP/1.1` or
/// `HTTP/2`.
public record HttpRequest(
        String method, String path, String query, Headers headers, Body body, Peer peer,
        boolean secure, String protocol) {
    /// One of HTTP/1.1.
    public HttpRequest(String method, String path, String query, Headers headers, Body body,
            Peer peer, boolean secure) {
        this(method, path, query, headers, body, peer, secure, "HTTP/1.1");
    }

    public String header(String name) {
        return headers.first(name);
    }

    public HttpRequest withPath(String newPath) {
        return new HttpRequest(method, newPath, query, headers, body, peer, secure,
                protocol);
    }

    public HttpRequest withQuery(String newQuery) {
        return new HttpRequest(method, path, newQuery, headers, body, peer, secure, protocol);
    }

    public HttpRequest withBody(Body newBody) {
        return new HttpRequest(method, path, query, headers, newBody, peer, secure,
                protocol);
    }

    public HttpRequest withHeaders(Headers newHeaders) {
        return new HttpRequest(method, path, query, newHeaders, body, peer, secure,
                protocol);
    }

    public HttpRequest withSecure(boolean newSecure) {
        return new HttpRequest(method, path, query, headers, body, peer, newSecure,
                protocol);
    }
}
