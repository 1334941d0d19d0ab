package dev.loam.adapters.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;

/// Makes the sockets of pgjdbc, and lets the opener of a connection see the channel below the last
/// one made, whether TLS lies over it or not.
///
/// Public, with this constructor, because pgjdbc makes it from its class name.
public final class TrackedSockets extends SocketFactory {
    private static final String KEY = "dev.loam.channel";

    private final AtomicReference<SocketChannel> last;

    public TrackedSockets(Properties properties) {
        last = reference(properties);
    }

    /// Makes connections opened with these properties answer their channel by the reference.
    static AtomicReference<SocketChannel> track(Properties properties) {
        var reference = new AtomicReference<SocketChannel>();
        properties.setProperty("socketFactory", TrackedSockets.class.getName());
        properties.put(KEY, reference);
        return reference;
    }

    @SuppressWarnings("unchecked")
    private static AtomicReference<SocketChannel> reference(Properties properties) {
        return (AtomicReference<SocketChannel>) properties.get(KEY);
    }

    @Override
    public Socket createSocket() throws IOException {
        SocketChannel channel = SocketChannel.open();
        last.set(channel);
        return channel.socket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = createSocket();
        socket.connect(address);
        return socket;
    }
}
