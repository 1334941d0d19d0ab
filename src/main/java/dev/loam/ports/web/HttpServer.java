package dev.loam.ports.web;

import java.time.Duration;

/// A listening HTTP server.
public interface HttpServer extends AutoCloseable {
    /// The port it listens on, the real one where 0 was asked for.
    int port();

    /// Takes no new connection, lets running requests end (their answers say `Connection: close`),
    /// returns when all are done or the time is up. Blocks.
    void drain(Duration atMost);

    /// Stops at once.
    @Override
    void close();
}
