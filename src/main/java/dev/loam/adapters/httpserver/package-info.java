/// HTTP/1.1, HTTP/2 and WebSocket over sockets, plain or with TLS: accepting, framing, limits on
/// the wire.
///
/// `Listener` accepts and gives each connection a virtual thread; `Arrival` is what comes before
/// the first request, TLS among it; `Http1Connection` is one loop on the thread, `Http2Connection`
/// one with a further thread for each stream. Either hands every request, whatever becomes of it,
/// to the one handler of [dev.loam.ports.web].
///
/// Reasons and figures: `docs/decisions/0002-http-server.md`, `0038-http2.md` and
/// `0039-certificates.md`.
package dev.loam.adapters.httpserver;
