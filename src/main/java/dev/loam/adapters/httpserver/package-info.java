/// HTTP/1.1 over Helidon's listener: sockets, framing, limits on the wire and WebSocket.
///
/// Helidon accepts connections (and will do TLS and HTTP/2); what travels on a plain connection is
/// read and written here: `Http1Connection` is one loop on the connection's virtual thread, which
/// hands every request, whatever becomes of it, to the one handler of [dev.loam.ports.web].
/// Reasons and figures: `docs/decisions/0002-http-server.md`.
package dev.loam.adapters.httpserver;
