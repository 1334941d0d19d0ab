package dev.loam.adapters.httpserver;

import dev.loam.ports.web.Headers;

/// The head of one request and what it says about framing.
///
/// `contentLength` is -1 where none was sent. `http10` requests get no chunks and no second turn.
/// `tunnel` where a stream of HTTP/2 is to become a WebSocket.
record Head(String method, String path, String query, boolean http10, Headers headers,
            long contentLength, boolean chunked, boolean close, boolean expectsContinue,
            boolean tunnel) {
    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean hasBody() {
        return chunked || contentLength > 0;
    }
}
