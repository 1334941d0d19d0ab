package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpServer;
import io.helidon.webserver.WebServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/// An HTTP/1.1 server on one address, answering every request through one handler.
///
/// Helidon listens, accepts and counts connections; [Http1Connection] serves them.
public final class WebServer implements HttpServer {
    /// Helidon waits this long for its connections when it stops. They are all ours, and `drain`
    /// ends them when its own time is up.
    private static final Duration HELIDON_GRACE = Duration.ofDays(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(1);
    private static final Duration IDLE_LOOK_MAX = Duration.ofSeconds(5);
    /// Held, since a logger that nobody holds forgets its level.
    private static final Logger HELIDON_LOG = Logger.getLogger("io.helidon");

    private final io.helidon.webserver.WebServer helidon;
    private final Connections connections;
    private final int port;
    private Thread stopping;

    private WebServer(io.helidon.webserver.WebServer helidon, Connections connections) {
        this.helidon = helidon;
        this.connections = connections;
        this.port = helidon.port();
    }

    /// Listens on a host and port, 0 for any free one. Fails with an `IllegalStateException` that
    /// names both and the reason when that is not possible.
    public static WebServer start(String host, int port, HttpLimits limits, HttpHandler handler) {
        HELIDON_LOG.setLevel(Level.OFF);
        var address = bindable(host, port);
        var connections = new Connections();
        var accepted = new AcceptedSockets(limits, handler, connections);
        Duration idleLook = limits.idleTimeMax().dividedBy(4);
        var config = WebServerConfig.builder()
                .address(address)
                .port(port)
                .shutdownHook(false)
                .shutdownGracePeriod(HELIDON_GRACE)
                .useNio(false)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(accepted)
                .connectionOptions(accepted)
                .maxTcpConnections(limits.connectionsMax())
                .idleConnectionTimeout(limits.idleTimeMax())
                .idleConnectionPeriod(idleLook.compareTo(IDLE_LOOK_MAX) < 0
                        ? idleLook : IDLE_LOOK_MAX);
        var helidon = config.build().start();
        if (!helidon.isRunning()) {
            bindable(host, port);
            throw new IllegalStateException("Cannot listen on " + host + " port " + port);
        }
        return new WebServer(helidon, connections);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void drain(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        Thread stop = stopListening();
        connections.end(false);
        if (!connections.awaitNone(until)) {
            connections.end(true);
        }
        await(stop);
    }

    @Override
    public void close() {
        Thread stop = stopListening();
        connections.end(true);
        await(stop);
    }

    /// Helidon's own stop closes the listening socket and then waits for every connection.
    private synchronized Thread stopListening() {
        if (stopping == null) {
            stopping = Thread.ofVirtual().name("http-stop").start(helidon::stop);
        }
        return stopping;
    }

    /// Waits for Helidon, though not for a handler that does not end: its client is cut off already.
    private static void await(Thread stop) {
        try {
            stop.join(STOP_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Helidon logs why it cannot listen, and tells nobody: so the address is tried beforehand.
    private static InetAddress bindable(String host, int port) {
        try {
            InetAddress address = InetAddress.getByName(host);
            try (var trial = new ServerSocket()) {
                trial.setReuseAddress(true);
                trial.bind(new InetSocketAddress(address, port));
            }
            return address;
        } catch (UnknownHostException unknown) {
            throw new IllegalStateException("Cannot listen on " + host + " port " + port
                    + ": no such address", unknown);
        } catch (IOException taken) {
            throw new IllegalStateException("Cannot listen on " + host + " port " + port + ": "
                    + taken.getMessage(), taken);
        }
    }
}
