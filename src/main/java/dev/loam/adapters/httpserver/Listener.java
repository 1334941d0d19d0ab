package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
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
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration END_MAX = Duration.ofSeconds(1);

    private final ServerSocketChannel channel;
    private final Semaphore free;
    private final Consumer<SocketChannel> connection;
    private Thread thread;

    /// `connection` runs one connection to its end; closing the channel is its duty. A `shared`
    /// address may have other listeners.
    Listener(
            InetSocketAddress address, boolean shared, int connectionsMax,
            Consumer<SocketChannel> connection) throws IOException {
        this.free = new Semaphore(connectionsMax);
        this.connection = connection;
        this.channel = ServerSocketChannel.open();
        try {
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, BACKLOG);
        } catch (UnsupportedOperationException nowhere) {
            channel.close();
            throw new IOException("this system shares no ports", nowhere);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    void start() {
        thread = Thread.ofPlatform().name("http-listener-" + port()).start(this::listen);
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    /// Accepts no more; the port is free at once.
    void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.warn("the listening socket did not close", failure);
        }
        // The listening thread may be waiting for a connection to end.
        free.release();
        awaitEnd();
    }

    /// The system closes the socket only once nobody listens to it any more; until then it would
    /// take connections that another listener of a shared port should get.
    private void awaitEnd() {
        try {
            if (thread != null) {
                thread.join(END_MAX);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        boolean failing = false;
        while (true) {
            free.acquireUninterruptibly();
            try {
                begin(channel.accept());
                failing = false;
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException | RuntimeException | Error failure) {
                free.release();
                if (!failing) {
                    LOG.error("no connection can be accepted for now", failure);
                }
                failing = true;
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private void begin(SocketChannel accepted) throws IOException {
        try {
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            Thread.ofVirtual().name("http-connection").start(() -> run(accepted));
        } catch (ClosedChannelException gone) {
            // Not the listening channel, which alone ends the loop.
            throw new IOException("an accepted connection was closed", gone);
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
