package dev.loam.adapters.httpserver;

import java.io.IOException;

/// What bytes go through both ways: a connection, or one stream of HTTP/2 that stands for one. One
/// thread reads at a time and one writes; any may close.
interface Carrier {
    /// Blocks for at least one byte, at most `timeoutMillis` (0: without end), -1 at the end.
    int read(byte[] to, int at, int lengthMax, int timeoutMillis) throws IOException;

    /// Blocks until everything has been handed on.
    void write(byte[] from, int at, int length) throws IOException;

    /// From here on the client is waited for, and may be left for that.
    void waits();

    /// Closes it at once.
    void close();

    /// The client's address.
    String address();

    int port();
}
