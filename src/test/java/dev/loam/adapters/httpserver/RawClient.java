package dev.loam.adapters.httpserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/// A client that speaks bytes. Characters stand for octets (ISO-8859-1).
final class RawClient implements AutoCloseable {
    private static final int ANSWER_MILLIS_MAX = 5_000;

    private final Socket socket;

    RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            socket.setTcpNoDelay(true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String exchange(int port, String sent) {
        try (var client = new RawClient(port)) {
            return client.send(sent).untilEnd();
        }
    }

    RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Sends packets of a few octets each, until the server takes no more.
    RawClient sendInPieces(String text, int length) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            for (int i = 0; i < octets.length; i += length) {
                socket.getOutputStream().write(octets, i, Math.min(length, octets.length - i));
            }
        } catch (IOException _) {
            // It has answered and closed, which the answer will show.
        }
        return this;
    }

    /// Sends the same again and again with a pause between, until there is an answer.
    RawClient trickle(String text, int pauseMillis) throws IOException {
        while (socket.getInputStream().available() == 0) {
            send(text);
            LockSupport.parkNanos(pauseMillis * 1_000_000L);
        }
        return this;
    }

    /// Everything up to the server's end of the stream.
    String untilEnd() {
        try {
            return new String(socket.getInputStream().readAllBytes(),
                    StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Everything up to and with `end`.
    String until(String end) {
        var text = new ByteArrayOutputStream();
        try {
            while (!text.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
                int octet = socket.getInputStream().read();
                if (octet < 0) {
                    throw new AssertionError("ended after " + text);
                }
                text.write(octet);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(text.toString(StandardCharsets.ISO_8859_1), failure);
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }

    RawClient endOutput() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Closes with RST instead of FIN.
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
