package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of one connection of HTTP/2, told in two steps so that no request is lost on its way:
/// first that no more are wanted, then which was the last that is answered.
///
/// Between the two lies a PING: when it comes back the client has read the first step. Its threads
/// may have begun a request just before, so that there is a moment more. What comes behind the
/// second step the client knows to be unseen, and sends to another. Source: RFC 9113 section 6.8.
final class Http2End {
    private static final Logger LOG = LoggerFactory.getLogger(Http2End.class);
    private static final byte[] LAST_CALL = {'l', 'a', 's', 't', 'c', 'a', 'l', 'l'};
    private static final long MOMENT_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final Wire wire;
    private final Http2Writer writer;
    private final Http2Streams streams;
    private final Runnable cut;
    private boolean called;
    private boolean returned;
    private boolean told;
    private boolean over;
    private volatile int last;

    /// `cut` ends the connection at once.
    Http2End(Wire wire, Http2Writer writer, Http2Streams streams, Runnable cut) {
        this.wire = wire;
        this.writer = writer;
        this.streams = streams;
        this.cut = cut;
    }

    /// The number of the last stream that has begun.
    int last() {
        return last;
    }

    /// By the connection's reader, before a stream begins: false when it comes too late.
    synchronized boolean begin(int id) {
        if (!told) {
            last = id;
        }
        return !told;
    }

    /// Whether the first step is done.
    synchronized boolean isCalled() {
        return called;
    }

    /// Whether the client has been told that this stream is not looked at.
    synchronized boolean isUnseen(int id) {
        return told && id > last;
    }

    /// The first step, where it is not done yet; returns at once.
    void call() {
        synchronized (this) {
            if (called) {
                return;
            }
            called = true;
        }
        // Behind a client that takes nothing this would wait.
        Thread.ofVirtual().name("http2-last-call").start(() -> {
            try {
                writer.goAway(Integer.MAX_VALUE, Http2Error.NONE);
                writer.control(Http2Writer.PING, 0, 0, LAST_CALL);
            } catch (IOException gone) {
                LOG.trace("connection ended", gone);
            }
        });
    }

    /// A PING of ours has come back.
    void returned(byte[] payload) {
        synchronized (this) {
            if (!called || returned || !Arrays.equals(payload, LAST_CALL)) {
                return;
            }
            returned = true;
        }
        Thread.ofVirtual().name("http2-last-told").start(this::tell);
    }

    private void tell() {
        LockSupport.parkNanos(MOMENT_NANOS);
        synchronized (this) {
            told = true;
        }
        try {
            writer.goAway(last, Http2Error.NONE);
        } catch (IOException gone) {
            LOG.trace("connection ended", gone);
        }
        overIfDone();
    }

    /// Once the last answer is out nothing follows; the client is to close, and if not is cut.
    void overIfDone() {
        synchronized (this) {
            if (!told || over || streams.anyHandled()) {
                return;
            }
            over = true;
        }
        Thread.ofVirtual().name("http2-end").start(() -> {
            try {
                wire.endOutput();
            } catch (IOException gone) {
                LOG.trace("connection ended", gone);
            }
            LockSupport.parkNanos(LINGER_NANOS);
            cut.run();
        });
    }
}
