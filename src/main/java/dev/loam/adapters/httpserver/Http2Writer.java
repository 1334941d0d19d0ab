package dev.loam.adapters.httpserver;

import dev.loam.ports.web.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.util.ByteArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the frames of one connection, of all its streams, within the windows that the client
/// grants.
///
/// Frames are gathered under one lock; whoever holds it while others wait leaves its frames to the
/// last of them, so that answers that are ready together leave in one write.
final class Http2Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Writer.class);
    private static final int GATHERED_BYTES_MAX = 32 << 10;
    private static final int TABLE_BYTES_MAX = 4 << 10;
    private static final int HEAD_BYTES = 9;
    /// No frame is larger, whatever the client would take: others are to get their turn.
    private static final int FRAME_BYTES_MAX = 16 << 10;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    private final Wire wire;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition granted = lock.newCondition();
    private final HPackEncoder encoder =
            new HPackEncoder(TABLE_BYTES_MAX, StandardCharsets.ISO_8859_1);
    private final ByteArrayBuffer block = new ByteArrayBuffer(512);
    private byte[] buffer = new byte[1 << 10];
    private int filled;
    private long window = 65_535;
    private long firstWindow = 65_535;

    Http2Writer(Wire wire) {
        this.wire = wire;
    }

    /// What an answer's stream has to know to be written. Guarded by the writer's lock.
    static final class Outlet {
        private final int id;
        private final Runnable ended;
        private long window;
        private boolean closed;

        /// `ended` runs just before the last frame is sent.
        Outlet(int id, Runnable ended) {
            this.id = id;
            this.ended = ended;
        }
    }

    Outlet open(int id, Runnable ended) {
        var outlet = new Outlet(id, ended);
        lock.lock();
        try {
            outlet.window = firstWindow;
        } finally {
            release();
        }
        return outlet;
    }

    /// Nothing more is sent on it; whoever waits to send sees that.
    void shut(Outlet outlet) {
        lock.lock();
        try {
            outlet.closed = true;
            granted.signalAll();
        } finally {
            release();
        }
    }

    /// An answer's head, and as much of its body as the windows take at once. Returns the bytes of
    /// it that went out.
    int answer(Outlet to, int status, Headers headers, long length, byte[] body, boolean last)
            throws IOException {
        lock.lock();
        try {
            checkOpen(to);
            boolean bare = body == null || body.length == 0;
            head(to, status, headers, length, last && bare);
            int sent = 0;
            while (!bare && sent < body.length) {
                int n = room(to, body.length - sent);
                if (n == 0) {
                    break;
                }
                sent += n;
                data(to, body, sent - n, n, last && sent == body.length);
            }
            return sent;
        } finally {
            release();
        }
    }

    /// Blocks until all of it has gone out; fails where the client grants nothing for too long.
    void data(Outlet to, byte[] bytes, int at, int length, boolean last, long waitNanos)
            throws IOException {
        lock.lock();
        try {
            int sent = 0;
            do {
                checkOpen(to);
                int n = room(to, length - sent);
                if (n == 0 && length > sent) {
                    flush();
                    await(waitNanos);
                    continue;
                }
                data(to, bytes, at + sent, n, last && sent + n == length);
                sent += n;
            } while (sent < length);
        } finally {
            release();
        }
    }

    private void await(long waitNanos) throws IOException {
        try {
            if (granted.awaitNanos(waitNanos) <= 0) {
                throw new IOException("the client grants no window");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a window");
        }
    }

    /// 100 Continue.
    void interim(Outlet to) throws IOException {
        lock.lock();
        try {
            checkOpen(to);
            block.clear();
            encoder.encodeHeader(block, ":status", "100", false);
            frame(HEADERS, END_HEADERS, to.id, block.array(), 0, block.length());
        } finally {
            release();
        }
    }

    /// A frame outside of any answer.
    void control(int type, int flags, int stream, byte... payload) throws IOException {
        lock.lock();
        try {
            frame(type, flags, stream, payload, 0, payload.length);
        } finally {
            release();
        }
    }

    void number(int type, int stream, int value) throws IOException {
        control(type, 0, stream, (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8),
                (byte) value);
    }

    /// Sent before it returns, and not left to the next holder: the output may end right after.
    void goAway(int last, int code) throws IOException {
        byte[] payload = {(byte) (last >> 24), (byte) (last >> 16), (byte) (last >> 8),
            (byte) last, 0, 0, 0, (byte) code};
        lock.lock();
        try {
            frame(GOAWAY, 0, 0, payload, 0, payload.length);
            flush();
        } finally {
            release();
        }
    }

    /// False where the window would grow past what it can be.
    boolean grant(Outlet to, int more) {
        lock.lock();
        try {
            long now = (to == null ? window : to.window) + more;
            if (now > Integer.MAX_VALUE) {
                return false;
            }
            if (to == null) {
                window = now;
            } else {
                to.window = now;
            }
            granted.signalAll();
            return true;
        } finally {
            release();
        }
    }

    /// False where the window of an open stream would grow past what it can be.
    boolean firstWindow(int size, Iterable<Outlet> open) {
        lock.lock();
        try {
            long more = size - firstWindow;
            firstWindow = size;
            boolean fits = true;
            for (Outlet outlet : open) {
                outlet.window += more;
                fits &= outlet.window <= Integer.MAX_VALUE;
            }
            granted.signalAll();
            return fits;
        } finally {
            release();
        }
    }

    /// The table that the client keeps for what we send.
    void tableSize(long bytes) {
        lock.lock();
        try {
            encoder.setMaxTableSize((int) Math.min(bytes, TABLE_BYTES_MAX));
        } finally {
            release();
        }
    }

    private static void checkOpen(Outlet to) throws IOException {
        if (to.closed) {
            throw new IOException("the stream was reset");
        }
    }

    private int room(Outlet to, int wanted) {
        return (int) Math.max(0, Math.min(Math.min(wanted, FRAME_BYTES_MAX),
                Math.min(window, to.window)));
    }

    private void data(Outlet to, byte[] bytes, int at, int length, boolean last)
            throws IOException {
        window -= length;
        to.window -= length;
        if (last) {
            end(to);
        }
        frame(DATA, last ? END_STREAM : 0, to.id, bytes, at, length);
    }

    private static void end(Outlet to) {
        to.closed = true;
        to.ended.run();
    }

    private void head(Outlet to, int status, Headers headers, long length, boolean last)
            throws IOException {
        block.clear();
        encoder.encodeHeader(block, ":status", Integer.toString(status), false);
        headers.forEach(this::field);
        if (length >= 0) {
            encoder.encodeHeader(block, "content-length", Long.toString(length), false);
        }
        encoder.encodeHeader(block, "date", DateLine.text(), false);
        if (last) {
            end(to);
        }
        int flags = last ? END_STREAM : 0;
        int n = Math.min(block.length(), FRAME_BYTES_MAX);
        frame(HEADERS, n == block.length() ? flags | END_HEADERS : flags, to.id,
                block.array(), 0, n);
        for (int at = n; at < block.length(); at += n) {
            n = Math.min(block.length() - at, FRAME_BYTES_MAX);
            frame(CONTINUATION, at + n == block.length() ? END_HEADERS : 0, to.id,
                    block.array(), at, n);
        }
    }

    private void field(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "date", "connection", "content-length", "transfer-encoding", "keep-alive",
                 "proxy-connection", "upgrade" -> {
                return;
            }
            default -> {
                // It says something of the answer itself.
            }
        }
        try {
            encoder.encodeHeader(block, lower, clean(value), lower.equals("set-cookie"));
        } catch (IOException unwritable) {
            throw new IllegalStateException("every cleaned value can be written", unwritable);
        }
    }

    /// Control characters go out as blanks, what is no octet as a question mark.
    private static String clean(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c > 0xff || c == 0x7f) {
                var text = new StringBuilder(value);
                for (int at = i; at < text.length(); at++) {
                    c = text.charAt(at);
                    if (c > 0xff) {
                        text.setCharAt(at, '?');
                    } else if (c < ' ' && c != '\t' || c == 0x7f) {
                        text.setCharAt(at, ' ');
                    }
                }
                return text.toString().strip();
            }
        }
        return value;
    }

    private void frame(int type, int flags, int stream, byte[] payload, int at, int length)
            throws IOException {
        if (filled + HEAD_BYTES + length > GATHERED_BYTES_MAX) {
            flush();
        }
        int needed = filled + HEAD_BYTES + length;
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, 2 * buffer.length));
        }
        byte[] to = buffer;
        int i = filled;
        to[i] = (byte) (length >> 16);
        to[i + 1] = (byte) (length >> 8);
        to[i + 2] = (byte) length;
        to[i + 3] = (byte) type;
        to[i + 4] = (byte) flags;
        to[i + 5] = (byte) (stream >> 24);
        to[i + 6] = (byte) (stream >> 16);
        to[i + 7] = (byte) (stream >> 8);
        to[i + 8] = (byte) stream;
        System.arraycopy(payload, at, to, i + HEAD_BYTES, length);
        filled = needed;
    }

    /// Every holder ends with this: the last of them has nobody to leave the frames to.
    private void release() {
        try {
            if (filled > 0 && !lock.hasQueuedThreads()) {
                flush();
            }
        } catch (IOException gone) {
            // The reader sees the same and ends the connection.
            LOG.trace("frames could not be sent", gone);
        } finally {
            lock.unlock();
        }
    }

    private void flush() throws IOException {
        int length = filled;
        filled = 0;
        if (length > 0) {
            wire.write(buffer, 0, length);
        }
    }
}
