/// HTTP/1.1 and WebSocket over plain sockets: accepting, framing, limits on the wire.
///
/// `Listener` accepts and gives each connection a virtual thread; `Http1Connection` is one loop on
/// it, which hands every request, whatever becomes of it, to the one handler of
/// [dev.loam.ports.web]. Reasons and figures: `docs/decisions/0002-http-server.md`.
package dev.loam.adapters.httpserver;
