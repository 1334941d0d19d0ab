package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/// The byte stream of one connection. One thread reads at a time and one writes; any may close.
///
/// `socket` is the TCP socket; `in` and `out` are its own streams, or those of a TLS layer upon it.
final class Wire {
    /// A write is handed on in windows: the JDK copies each into a direct buffer of that size.
    private static final int WINDOW_BYTES = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final boolean secure;
    private int readTimeoutMillis;
    private volatile long waitingSinceNanos;
    private volatile boolean broken;

    Wire(Socket socket, InputStream in, OutputStream out, boolean secure) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.secure = secure;
    }

    /// Blocks for at least one byte, at most `timeoutMillis` (0: without end), -1 at the end.
    int read(byte[] to, int at, int lengthMax, int timeoutMillis) throws IOException {
        if (timeoutMillis != readTimeoutMillis) {
            socket.setSoTimeout(timeoutMillis);
            readTimeoutMillis = timeoutMillis;
        }
        return in.read(to, at, lengthMax);
    }

    /// Blocks until everything has been handed to the kernel.
    void write(byte[] from, int at, int length) throws IOException {
        try {
            int sent = 0;
            while (sent < length) {
                waits();
                int window = Math.min(WINDOW_BYTES, length - sent);
                out.write(from, at + sent, window);
                sent += window;
            }
        } catch (IOException failure) {
            broken = true;
            throw failure;
        } finally {
            acts();
        }
    }

    /// Whether a write has failed, or somebody has closed this end.
    boolean isBroken() {
        return broken || socket.isClosed();
    }

    /// From here on the connection waits for its client, and may be closed for that.
    void waits() {
        waitingSinceNanos = System.nanoTime() | 1;
    }

    /// From here on the connection does not wait for its client.
    void acts() {
        waitingSinceNanos = 0;
    }

    /// How long the client has been waited for, zero when it is not.
    long waitedNanos() {
        long since = waitingSinceNanos;
        return since == 0 ? 0 : System.nanoTime() - since;
    }

    /// Tells the client that nothing more follows, while its own bytes can still come in.
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone, which is what was wanted.
        }
    }

    /// Closes with a reset, so that the client cannot take what it got for the whole.
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // Then it is closed already.
        }
        close();
    }

    String address() {
        return remote().getAddress().getHostAddress();
    }

    int port() {
        return remote().getPort();
    }

    boolean secure() {
        return secure;
    }

    private InetSocketAddress remote() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }
}
