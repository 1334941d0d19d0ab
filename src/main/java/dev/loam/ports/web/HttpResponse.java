package dev.loam.ports.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// An answer. `reason` is the phrase of the HTTP/1.1 status line, null for the standard one.
/// Framing fields (`Content-Length`, `Transfer-Encoding`, `Connection`, `Date`) are the adapter's.
public sealed interface HttpResponse {
    int status();

    String reason();

    Headers headers();

    HttpResponse withHeaders(Headers headers);

    /// An answer whose body is at hand. `body` is null where the answer has none and its length is
    /// not to be told (204, 304, or HEAD where the body was never made); otherwise the adapter
    /// sends `Content-Length`, and for HEAD leaves the bytes out.
    record Full(int status, String reason, Headers headers, byte[] body) implements HttpResponse {
        public static Full of(int status, Headers headers, byte[] body) {
            return new Full(status, null, headers, body);
        }

        public static Full json(int status, String json) {
            return new Full(status, null,
                    Headers.of("Content-Type", "application/json; charset=utf-8"),
                    json.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Full withHeaders(Headers newHeaders) {
            return new Full(status, reason, newHeaders, body);
        }
    }

    /// An answer written as it is made. The adapter calls `body` once, on the connection's thread,
    /// and closes it in every case; a slow client blocks the writer. When `body` throws after the
    /// head has gone out, the adapter cuts the connection so that the client sees the fault.
    record Stream(int status, String reason, Headers headers, BodyWriter body)
            implements HttpResponse {
        @Override
        public Stream withHeaders(Headers newHeaders) {
            return new Stream(status, reason, newHeaders, body);
        }
    }

    /// A change of protocol to WebSocket (RFC 6455). `headers` join the 101 answer; the adapter
    /// does the handshake and refuses with 426 or 400 a request that asked for none. A message of
    /// more than `messageBytesMax` ends the WebSocket with 1009.
    record Upgrade(Headers headers, WebSocketListener listener, int messageBytesMax)
            implements HttpResponse {
        @Override
        public int status() {
            return 101;
        }

        @Override
        public String reason() {
            return null;
        }

        @Override
        public Upgrade withHeaders(Headers newHeaders) {
            return new Upgrade(newHeaders, listener, messageBytesMax);
        }
    }

    /// Writes the body of a [Stream]; `close` frees what it holds and is always called.
    interface BodyWriter extends AutoCloseable {
        void writeTo(OutputStream out) throws IOException;

        @Override
        default void close() {
        }
    }
}
