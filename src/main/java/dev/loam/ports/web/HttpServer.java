package dev.loam.ports.web;

import java.time.Duration;

/// A listening HTTP server.
public interface HttpServer extends AutoCloseable {
    /// The port it listens on, the real one where 0 was asked for.
    int port();

    /// From here on clients are told to go elsewhere, while everything is answered as before: each
    /// answer says `Connection: close`, and HTTP/2 has GOAWAY. Returns at once.
    void announceEnd();

    /// Announces the end, takes no new connection, and lets those end that there are: with the
    /// answer to what they have sent, or after a silence. Returns when all are done or the time is
    /// up, and what is left is cut. Blocks.
    void drain(Duration atMost);

    /// Stops at once.
    @Override
    void close();
}
