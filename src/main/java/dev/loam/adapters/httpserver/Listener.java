package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts connections and gives each a virtual thread of its own.
///
/// Above the limit nothing is accepted, so that the kernel's queue holds the rest. When accepting
/// fails (no file descriptor is free, say) it is tried again: the server outlives its bad moments.
/// At its end the listener first takes what the kernel has taken in by then, which closing would
/// reset, with a request in it perhaps.
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration END_MAX = Duration.ofSeconds(1);

    private final ServerSocketChannel channel;
    private final Selector selector;
    private final int connectionsMax;
    private final Semaphore free;
    private final Consumer<SocketChannel> connection;
    private Thread thread;
    private volatile boolean closing;
    private boolean failing;

    /// `connection` runs one connection to its end; closing the channel is its duty. A `shared`
    /// address may have other listeners.
    Listener(
            InetSocketAddress address, boolean shared, int connectionsMax,
            Consumer<SocketChannel> connection) throws IOException {
        this.connectionsMax = connectionsMax;
        this.free = new Semaphore(connectionsMax);
        this.connection = connection;
        this.channel = ServerSocketChannel.open();
        this.selector = Selector.open();
        try {
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT);
        } catch (UnsupportedOperationException nowhere) {
            shut();
            throw new IOException("this system shares no ports", nowhere);
        } catch (IOException | RuntimeException failure) {
            shut();
            throw failure;
        }
    }

    void start() {
        thread = Thread.ofPlatform().name("http-listener-" + port()).start(this::listen);
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    /// Accepts no more; the port is free once this returns.
    ///
    /// The system closes the socket only once nobody listens to it any more; until then it would
    /// take connections that another listener of a shared port should get.
    void close() {
        closing = true;
        if (thread == null) {
            shut();
            return;
        }
        thread.interrupt();
        try {
            thread.join(END_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until every connection has ended; false when that takes longer. Only when closed.
    boolean awaitNone(Duration atMost) throws InterruptedException {
        if (!free.tryAcquire(connectionsMax, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        free.release(connectionsMax);
        return true;
    }

    private void listen() {
        try {
            while (!closing) {
                free.acquire();
                if (!accept()) {
                    free.release();
                    selector.select(_ -> { });
                }
            }
        } catch (InterruptedException _) {
            // Told to end while there was no room for more.
        } catch (IOException | RuntimeException | Error defect) {
            LOG.error("no connection is accepted any more", defect);
        } finally {
            acceptRest();
            shut();
        }
    }

    private void acceptRest() {
        // Nothing here is to be cut short by the interrupt that ended the listening.
        Thread.interrupted();
        // No more than there can be in the queue: who comes meanwhile is too late.
        for (int i = 0; i < BACKLOG && free.tryAcquire(); i++) {
            if (!accept()) {
                free.release();
                return;
            }
        }
    }

    /// Begins a connection; false when none waits, or it is no time for one.
    private boolean accept() {
        try {
            SocketChannel accepted = channel.accept();
            if (accepted == null) {
                return false;
            }
            begin(accepted);
            failing = false;
            return true;
        } catch (IOException | RuntimeException | Error failure) {
            if (!failing) {
                LOG.error("no connection can be accepted for now", failure);
            }
            failing = true;
            LockSupport.parkNanos(RETRY_NANOS);
            return false;
        }
    }

    private void shut() {
        try {
            channel.close();
            selector.close();
        } catch (IOException failure) {
            LOG.warn("the listening socket did not close", failure);
        }
    }

    private void begin(SocketChannel accepted) throws IOException {
        try {
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            Thread.ofVirtual().name("http-connection").start(() -> run(accepted));
        } catch (IOException | RuntimeException | Error failure) {
            accepted.close();
            throw failure;
        }
    }

    private void run(SocketChannel accepted) {
        try {
            connection.accept(accepted);
        } finally {
            free.release();
        }
    }
}
