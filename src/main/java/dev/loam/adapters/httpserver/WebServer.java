package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// An HTTP/1.1 server on one address, answering every request through one handler.
public final class WebServer implements HttpServer {
    private static final Duration IDLE_LOOK_MAX = Duration.ofSeconds(5);

    private final HttpLimits limits;
    private final HttpHandler handler;
    private final Connections connections = new Connections();
    private final Listener listener;
    private final int port;

    private WebServer(
            InetSocketAddress address, boolean shared, HttpLimits limits, HttpHandler handler)
            throws IOException {
        this.limits = limits;
        this.handler = handler;
        this.listener = new Listener(address, shared, limits.connectionsMax(), this::serve);
        this.port = listener.port();
    }

    /// Listens on a host and port, 0 for any free one. Fails with an `IllegalStateException` that
    /// names both and the reason when that is not possible.
    public static WebServer start(String host, int port, HttpLimits limits, HttpHandler handler) {
        return start(host, port, false, limits, handler);
    }

    /// The same on a port where other processes may listen too, if they also share it; the system
    /// spreads the connections.
    public static WebServer startShared(
            String host, int port, HttpLimits limits, HttpHandler handler) {
        return start(host, port, true, limits, handler);
    }

    private static WebServer start(
            String host, int port, boolean shared, HttpLimits limits, HttpHandler handler) {
        try {
            var address = new InetSocketAddress(InetAddress.getByName(host), port);
            var server = new WebServer(address, shared, limits, handler);
            server.begin();
            return server;
        } catch (UnknownHostException unknown) {
            throw new IllegalStateException("Cannot listen on " + host + " port " + port
                    + ": no such address", unknown);
        } catch (IOException taken) {
            throw new IllegalStateException("Cannot listen on " + host + " port " + port + ": "
                    + taken.getMessage(), taken);
        }
    }

    private void begin() {
        Duration look = limits.idleTimeMax().dividedBy(4);
        Duration period = look.compareTo(IDLE_LOOK_MAX) < 0 ? look : IDLE_LOOK_MAX;
        Thread.ofVirtual().name("http-idle").start(() -> connections.watchIdle(period));
        listener.start();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void drain(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        listener.close();
        connections.end();
        try {
            if (connections.awaitNone(until)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        connections.cut();
    }

    @Override
    public void close() {
        listener.close();
        connections.cut();
    }

    private void serve(SocketChannel channel) {
        try {
            Socket socket = channel.socket();
            var wire = new Wire(socket, socket.getInputStream(), socket.getOutputStream(), false);
            new Http1Connection(wire, limits, handler, connections).run();
        } catch (IOException gone) {
            throw new UncheckedIOException("an accepted socket has no streams", gone);
        }
    }
}
