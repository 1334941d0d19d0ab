package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.time.Duration;

/// A stream of HTTP/2 that was opened by an extended CONNECT and carries bytes both ways.
/// Source: RFC 8441 section 4.
final class Http2Tunnel implements Carrier {
    private final Http2Stream stream;
    private final Http2Body in;
    private final Http2Writer out;
    private final long waitNanos;

    Http2Tunnel(Http2Stream stream, Http2Body in, Http2Writer out, Duration waitMax) {
        this.stream = stream;
        this.in = in;
        this.out = out;
        this.waitNanos = waitMax.toNanos();
    }

    @Override
    public int read(byte[] to, int at, int lengthMax, int timeoutMillis) throws IOException {
        return in.read(to, at, lengthMax, timeoutMillis);
    }

    @Override
    public void write(byte[] from, int at, int length) throws IOException {
        if (length > 0) {
            out.data(stream.outlet(), from, at, length, false, waitNanos);
        }
    }

    @Override
    public void waits() {
        // Who reads has a time of its own, and the connection lives on for others.
    }

    /// As a reset of a connection would.
    @Override
    public void close() {
        stream.cancel();
    }

    @Override
    public String address() {
        return stream.address();
    }

    @Override
    public int port() {
        return stream.port();
    }
}
