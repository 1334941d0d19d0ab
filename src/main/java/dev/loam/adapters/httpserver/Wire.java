package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/// The byte stream of one connection.
///
/// `socket` is the TCP socket; `in` and `out` are its own streams, or those of a TLS layer upon it.
/// `client` is the other end, or whom a trusted proxy names.
final class Wire implements Carrier {
    /// A write is handed on in windows: the JDK copies each into a direct buffer of that size.
    private static final int WINDOW_BYTES = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final SSLSocket tls;
    private final InetSocketAddress client;
    private int readTimeoutMillis;
    private volatile long waitingSinceNanos;
    private volatile boolean broken;

    /// A plain connection with whoever is at its other end.
    Wire(Socket socket) throws IOException {
        this(socket, (InetSocketAddress) socket.getRemoteSocketAddress(),
                socket.getInputStream(), socket.getOutputStream());
    }

    /// A plain connection on behalf of `client`.
    Wire(Socket socket, InetSocketAddress client, InputStream in, OutputStream out) {
        this.socket = socket;
        this.client = client;
        this.tls = null;
        this.in = in;
        this.out = out;
    }

    /// One with a layer of TLS, whose handshake is done.
    Wire(Socket socket, InetSocketAddress client, SSLSocket tls) throws IOException {
        this.socket = socket;
        this.client = client;
        this.tls = tls;
        this.in = tls.getInputStream();
        this.out = tls.getOutputStream();
    }

    @Override
    public int read(byte[] to, int at, int lengthMax, int timeoutMillis) throws IOException {
        if (timeoutMillis != readTimeoutMillis) {
            socket.setSoTimeout(timeoutMillis);
            readTimeoutMillis = timeoutMillis;
        }
        return in.read(to, at, lengthMax);
    }

    /// Whether bytes have come that nobody has read. Any thread may ask, also while one reads.
    boolean hasUnread() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException _) {
            // It is closed, and nothing more can be read.
            return false;
        }
    }

    /// Blocks until everything has been handed to the kernel.
    @Override
    public void write(byte[] from, int at, int length) throws IOException {
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

    @Override
    public void waits() {
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
        if (tls == null) {
            socket.shutdownOutput();
        } else {
            waits();
            tls.shutdownOutput();
            acts();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone, which is what was wanted.
        }
    }

    /// Closes it and lets the client know that it has everything. Blocks while the client takes
    /// nothing.
    void finish() {
        if (tls != null && !isBroken()) {
            try {
                waits();
                tls.close();
            } catch (IOException _) {
                // It is gone, which is what was wanted.
            }
        }
        close();
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

    @Override
    public String address() {
        return client.getAddress().getHostAddress();
    }

    @Override
    public int port() {
        return client.getPort();
    }

    boolean secure() {
        return tls != null;
    }

    /// What both sides chose by ALPN; empty for nothing.
    String protocol() {
        return tls == null ? "" : tls.getApplicationProtocol();
    }
}
