package dev.loam.adapters.httpserver;

import dev.loam.base.failure.Refusal;
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

/// An HTTP server on one address, answering every request through one handler.
public final class WebServer implements HttpServer {
    private static final HttpHandler TO_HTTPS = new ToHttps();
    private static final Duration IDLE_LOOK_MAX = Duration.ofSeconds(5);
    /// How often those are ended that have become silent.
    private static final Duration END_LOOK = Duration.ofMillis(20);

    private final Listening where;
    private final HttpHandler handler;
    private final Connections connections = new Connections();
    private final Listener listener;
    private final TlsKeys keys;
    private final int port;

    private WebServer(Listening where, InetSocketAddress address, HttpHandler handler)
            throws IOException {
        this.where = where;
        this.handler = handler;
        this.keys = where.tls() == null ? null : new TlsKeys(where.tls());
        this.listener = new Listener(
                address, where.shared(), where.limits().connectionsMax(), this::serve);
        this.port = listener.port();
    }

    /// Listens for plain HTTP on a host and port, 0 for any free one. Fails with an
    /// `IllegalStateException` that names both and the reason when that is not possible.
    public static WebServer start(String host, int port, HttpLimits limits, HttpHandler handler) {
        return start(Listening.plain(host, port, limits), handler);
    }

    /// The same on a port where other processes may listen too, if they also share it; the system
    /// spreads the connections.
    public static WebServer startShared(
            String host, int port, HttpLimits limits, HttpHandler handler) {
        return start(Listening.plain(host, port, limits).asShared(), handler);
    }

    /// Listens as it is told. Fails with an `IllegalStateException` that gives the reason.
    public static WebServer start(Listening where, HttpHandler handler) {
        String place = "Cannot listen on " + where.host() + " port " + where.port() + ": ";
        try {
            var address = new InetSocketAddress(
                    InetAddress.getByName(where.host()), where.port());
            var server = new WebServer(where, address, handler);
            server.begin();
            return server;
        } catch (UnknownHostException unknown) {
            throw new IllegalStateException(place + "no such address", unknown);
        } catch (IOException taken) {
            throw new IllegalStateException(place + taken.getMessage(), taken);
        } catch (Refusal unusable) {
            throw new IllegalStateException(unusable.getMessage(), unusable);
        }
    }

    private void begin() {
        Duration look = where.limits().idleTimeMax().dividedBy(4);
        Duration period = look.compareTo(IDLE_LOOK_MAX) < 0 ? look : IDLE_LOOK_MAX;
        Thread.ofVirtual().name("http-idle").start(() -> connections.watchIdle(period));
        if (keys != null) {
            keys.begin();
        }
        listener.start();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void announceEnd() {
        connections.announceEnd();
    }

    @Override
    public void drain(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        connections.announceEnd();
        listener.close();
        rest();
        try {
            do {
                connections.end();
            } while (!listener.awaitNone(END_LOOK) && System.nanoTime() - until < 0);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        connections.cut();
    }

    @Override
    public void close() {
        listener.close();
        connections.cut();
        rest();
    }

    /// What is wrong with the certificates, or soon will be; null for nothing.
    public String certificateTrouble() {
        return keys == null ? null : keys.trouble();
    }

    /// Nothing is looked after any more.
    private void rest() {
        if (keys != null) {
            keys.close();
        }
    }

    private void serve(SocketChannel channel) {
        Socket socket = channel.socket();
        Wire wire;
        if (keys == null && where.proxy().mode() == ProxyRule.Mode.OFF) {
            try {
                wire = new Wire(socket);
            } catch (IOException gone) {
                throw new UncheckedIOException("an accepted socket has no streams", gone);
            }
        } else {
            wire = new Arrival(socket, where.limits(), where.proxy(), keys).wire(connections);
        }
        if (wire == null) {
            return;
        }
        HttpHandler answers = keys != null && !wire.secure() ? TO_HTTPS : handler;
        if (wire.protocol().equals("h2")) {
            new Http2Connection(wire, new Inbound(wire), where, answers, connections).run();
        } else {
            new Http1Connection(wire, where, answers, connections).run();
        }
    }
}
