package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.HttpLimits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;

/// The body of a request over HTTP/2: what the connection's reader has put in and the handler has
/// not taken yet, at most a window of it.
final class Http2Body extends WireBody {
    /// What a client may send on one stream before the handler has taken any of it.
    static final int WINDOW_BYTES = 256 << 10;
    private static final int FIRST_BYTES = 4 << 10;

    private final Http2Stream stream;
    private byte[] ring = new byte[0];
    private int start;
    private int count;
    private boolean ended;
    private boolean continueDue;

    Http2Body(Http2Stream stream, Head head, HttpLimits limits) {
        super(head.contentLength(),
                head.tunnel() ? Long.MAX_VALUE : limits.bodyBytesMax(), limits);
        this.stream = stream;
        this.continueDue = head.expectsContinue();
    }

    /// By the connection's reader. Fails where the body is not as long as it was told to be.
    synchronized void put(byte[] from, int at, int n, boolean last) throws Http2Error {
        long all = received() + n;
        if (length() >= 0 && (last ? all != length() : all > length())) {
            throw Http2Error.stream(stream.id(), Http2Error.PROTOCOL,
                    "the body is not as long as content-length says");
        }
        try {
            came(n);
        } catch (Refusal tooMuch) {
            stop(tooMuch);
        }
        if (broken() != null) {
            stream.returned(n);
        } else {
            reserve(n);
            for (int i = 0, to = (start + count) % Math.max(1, ring.length); i < n; ) {
                int part = Math.min(n - i, ring.length - to);
                System.arraycopy(from, at + i, ring, to, part);
                i += part;
                to = 0;
            }
            count += n;
        }
        ended |= last;
        notifyAll();
    }

    private void reserve(int n) {
        if (count + n > ring.length) {
            byte[] larger = new byte[Math.max(FIRST_BYTES,
                    Integer.highestOneBit(Math.max(1, count + n - 1)) * 2)];
            int part = Math.min(count, ring.length - start);
            System.arraycopy(ring, start, larger, 0, part);
            System.arraycopy(ring, 0, larger, part, count - part);
            ring = larger;
            start = 0;
        }
    }

    /// Nothing more comes: the stream or the connection has ended.
    synchronized void cut() {
        if (!ended) {
            stop(cutShort());
        }
    }

    /// The answer is out: what nobody has taken is given back.
    synchronized void drop() {
        stop(cutShort());
    }

    private void stop(Refusal why) {
        breakOff(why);
        if (count > 0) {
            stream.returned(count);
            count = 0;
        }
        ring = new byte[0];
        start = 0;
        notifyAll();
    }

    @Override
    public int read(byte[] to, int offset, int lengthMax) {
        if (lengthMax == 0) {
            return 0;
        }
        askForIt();
        int n;
        synchronized (this) {
            awaitBytes();
            n = take(to, offset, lengthMax);
            patience().came(Math.max(0, n));
        }
        stream.returned(Math.max(0, n));
        return n;
    }

    /// As that of a [Carrier].
    int read(byte[] to, int offset, int lengthMax, int timeoutMillis) throws IOException {
        long begun = System.nanoTime();
        int n;
        synchronized (this) {
            while (count == 0 && !ended && broken() == null) {
                long left = timeoutMillis == 0 ? 0
                        : timeoutMillis - (System.nanoTime() - begun) / 1_000_000;
                if (left < 0 || left == 0 && timeoutMillis > 0) {
                    throw new SocketTimeoutException("no byte within " + timeoutMillis + " ms");
                }
                await(left);
            }
            n = broken() == null ? take(to, offset, lengthMax) : -1;
        }
        stream.returned(Math.max(0, n));
        return n;
    }

    private void await(long millis) throws IOException {
        try {
            wait(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the client");
        }
    }

    private int take(byte[] to, int offset, int lengthMax) {
        if (count == 0) {
            return -1;
        }
        int n = Math.min(Math.min(lengthMax, count), ring.length - start);
        System.arraycopy(ring, start, to, offset, n);
        start = (start + n) % ring.length;
        count -= n;
        return n;
    }

    private void askForIt() {
        synchronized (this) {
            if (!continueDue || count > 0 || ended || broken() != null) {
                return;
            }
            continueDue = false;
        }
        stream.wantBody();
    }

    private void awaitBytes() {
        while (count == 0 && !ended && broken() == null) {
            try {
                wait(patience().leftMillis());
            } catch (SocketTimeoutException _) {
                stop(tooSlow());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                stop(cutShort());
            }
        }
        if (broken() != null) {
            throw broken();
        }
    }
}
