package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpHandler;
import dev.loam.ports.web.HttpLimits;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The two places where Helidon's listener lets Loam in: it configures each accepted socket, and it
/// asks for the connection to run on it.
///
/// Helidon hides the socket from its connections, but a connection needs it: for time limits, which
/// change from one read to the next, and to end its output before its input. Helidon configures a
/// socket on the listener's thread just before it makes the socket's virtual thread there, and a new
/// thread inherits: so the second place finds the socket of the first, without any lookup.
final class AcceptedSockets implements SocketOptions, ServerConnectionSelector {
    private final InheritableThreadLocal<Socket> accepted = new InheritableThreadLocal<>();
    private final SocketOptions options;
    private final HttpLimits limits;
    private final HttpHandler handler;
    private final Connections connections;

    AcceptedSockets(HttpLimits limits, HttpHandler handler, Connections connections) {
        this.options = SocketOptions.builder().tcpNoDelay(true).build();
        this.limits = limits;
        this.handler = handler;
        this.connections = connections;
    }

    @Override
    public void configureSocket(SocketChannel channel) {
        options.configureSocket(channel);
        accepted.set(channel.socket());
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        Socket socket = accepted.get();
        // Threads that a handler starts must not keep the socket.
        accepted.remove();
        if (context.isSecure()) {
            throw new IllegalStateException("TLS is not offered yet");
        }
        try {
            var wire = new Wire(socket, socket.getInputStream(), socket.getOutputStream(), false);
            var inbound = new Inbound(wire);
            inbound.begin(alreadyRead(context.dataReader()));
            return new Http1Connection(wire, inbound, limits, handler, connections);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /// What Helidon read to tell protocols apart: nothing, while this is the only one.
    private static byte[] alreadyRead(DataReader reader) {
        byte[] read = new byte[reader.available()];
        if (read.length > 0) {
            reader.readBuffer(read.length).read(read);
        }
        return read;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of("http/1.1");
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
