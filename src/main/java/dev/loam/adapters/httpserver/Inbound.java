package dev.loam.adapters.httpserver;

import dev.loam.ports.web.Peer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/// What the client has sent and nobody has consumed yet: `bytes[at..end)`.
///
/// The connection's thread owns the buffer. While a handler runs, nobody reads the socket, so a
/// client that leaves would go unnoticed. [#gone] therefore starts, when it is first asked, one
/// read ahead on a thread of its own, into a second buffer: it ends with bytes (the client
/// pipelines; they are kept), or with the end of the stream (the client has left). A request whose
/// handler never asks pays nothing for it, and no byte is lost or reordered: the connection's next
/// read waits for the read ahead and takes its bytes first. Past `AHEAD_BYTES_MAX` unread bytes the
/// end cannot be seen any more until the connection reads on.
final class Inbound implements Peer {
    private static final int BUFFER_BYTES = 4 << 10;
    private static final int BUFFER_BYTES_KEPT = 16 << 10;
    private static final int AHEAD_BYTES_MAX = 16 << 10;
    private static final int SETTLED_BYTES = 256;

    byte[] bytes = new byte[BUFFER_BYTES];
    int at;
    int end;

    private final Carrier carrier;
    private final Object lock = new Object();
    private byte[] ahead;
    private int aheadLength;
    private boolean watching;
    private boolean reading;
    private volatile boolean ended;

    Inbound(Carrier carrier) {
        this.carrier = carrier;
    }

    boolean isEmpty() {
        return at == end;
    }

    /// Blocks for at least one more byte; false at the end of the stream.
    boolean fill(int timeoutMillis) throws IOException {
        if (at == end) {
            at = 0;
            end = 0;
        } else if (end == bytes.length) {
            if (at > 0) {
                System.arraycopy(bytes, at, bytes, 0, end - at);
                end -= at;
                at = 0;
            } else {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
        }
        int n = receive(bytes, end, bytes.length - end, timeoutMillis);
        if (n > 0) {
            end += n;
        }
        return n > 0;
    }

    /// Between two requests: gives back a buffer that one large head has made grow.
    void shrink() {
        if (at == end && bytes.length > BUFFER_BYTES_KEPT) {
            bytes = new byte[BUFFER_BYTES];
            at = 0;
            end = 0;
        }
    }

    /// From here on the connection is a WebSocket, which mostly waits: a heartbeat fits into a
    /// small buffer, and larger payloads are read to where they belong.
    void settle() {
        if (at == end) {
            bytes = new byte[SETTLED_BYTES];
            at = 0;
            end = 0;
        }
    }

    /// Blocks for at least one byte and moves what there is into `to`; -1 at the end of the stream.
    int take(byte[] to, int offset, int lengthMax, int timeoutMillis) throws IOException {
        if (at == end) {
            return receive(to, offset, lengthMax, timeoutMillis);
        }
        int n = Math.min(lengthMax, end - at);
        System.arraycopy(bytes, at, to, offset, n);
        at += n;
        return n;
    }

    @Override
    public String address() {
        return carrier.address();
    }

    @Override
    public int port() {
        return carrier.port();
    }

    @Override
    public boolean gone() {
        if (!ended) {
            synchronized (lock) {
                if (!watching && !reading && !ended && aheadLength < AHEAD_BYTES_MAX) {
                    watching = true;
                    Thread.ofVirtual().name("http-peer-watch").start(this::watch);
                }
            }
        }
        return ended;
    }

    /// Nothing more will be read: whoever still holds the peer sees it gone.
    void over() {
        synchronized (lock) {
            ended = true;
        }
    }

    private void watch() {
        byte[] buffer = ahead == null ? new byte[AHEAD_BYTES_MAX] : ahead;
        int n = -1;
        try {
            n = carrier.read(buffer, aheadLength, buffer.length - aheadLength, 0);
        } catch (IOException _) {
            // A reset: the client is gone as well.
        } finally {
            synchronized (lock) {
                ahead = buffer;
                if (n > 0) {
                    aheadLength += n;
                } else {
                    ended = true;
                }
                watching = false;
                lock.notifyAll();
            }
        }
    }

    private int receive(byte[] to, int offset, int lengthMax, int timeoutMillis)
            throws IOException {
        synchronized (lock) {
            awaitWatch(timeoutMillis);
            if (aheadLength > 0) {
                int n = Math.min(lengthMax, aheadLength);
                System.arraycopy(ahead, 0, to, offset, n);
                aheadLength -= n;
                System.arraycopy(ahead, n, ahead, 0, aheadLength);
                return n;
            }
            ahead = null;
            if (ended) {
                return -1;
            }
            reading = true;
        }
        int n = -1;
        boolean timedOut = false;
        try {
            n = carrier.read(to, offset, lengthMax, timeoutMillis);
        } catch (SocketTimeoutException timeout) {
            timedOut = true;
            throw timeout;
        } finally {
            synchronized (lock) {
                reading = false;
                ended |= n < 0 && !timedOut;
            }
        }
        return n;
    }

    private void awaitWatch(int timeoutMillis) throws IOException {
        long began = watching ? System.nanoTime() : 0;
        while (watching) {
            long left = 0;
            if (timeoutMillis > 0) {
                left = timeoutMillis - (System.nanoTime() - began) / 1_000_000;
                if (left <= 0) {
                    throw new SocketTimeoutException("no byte within " + timeoutMillis + " ms");
                }
            }
            try {
                lock.wait(left);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the client");
            }
        }
    }
}
