package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What comes before the first request of a connection: the PROXY header and the handshake of TLS,
/// in the time that a request's head may take.
final class Arrival implements Open {
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);
    /// The first octet of a TLS record that opens a handshake. No HTTP begins with it.
    private static final int HANDSHAKE = 0x16;
    private static final String[] PROTOCOLS = {"h2", "http/1.1"};
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] NEWEST = {"TLSv1.3"};

    private final Socket socket;
    private final HttpLimits limits;
    private final ProxyRule proxy;
    private final TlsKeys keys;
    private final long begunNanos = System.nanoTime();

    /// `keys` is null for plain HTTP.
    Arrival(Socket socket, HttpLimits limits, ProxyRule proxy, TlsKeys keys) {
        this.socket = socket;
        this.limits = limits;
        this.proxy = proxy;
        this.keys = keys;
    }

    /// The connection as it is once it has arrived; null when it did not, and is closed.
    Wire wire(Connections connections) {
        if (!connections.enter(this)) {
            cut();
            return null;
        }
        Wire wire = null;
        try {
            socket.setSoTimeout((int) Math.min(
                    Integer.MAX_VALUE, limits.headTimeMax().toMillis()));
            wire = arrive();
        } catch (IOException failure) {
            LOG.debug("a connection failed before its first request: {}", failure.toString());
        } finally {
            if (wire == null) {
                cut();
            }
            connections.leave(this);
        }
        return wire;
    }

    private Wire arrive() throws IOException {
        InputStream in = socket.getInputStream();
        InetSocketAddress client = (InetSocketAddress) socket.getRemoteSocketAddress();
        byte[] first = new byte[0];
        if (proxy.mode() != ProxyRule.Mode.OFF) {
            boolean trusted = proxy.trusted().test(client.getAddress());
            boolean required = proxy.mode() == ProxyRule.Mode.REQUIRED;
            if (required && !trusted) {
                LOG.warn("{} is no trusted proxy and is not served", client.getAddress());
                return null;
            }
            if (trusted) {
                ProxyHeader header = ProxyHeader.read(in);
                if (required && !header.present()) {
                    LOG.warn("{} sent no PROXY header and is not served", client.getAddress());
                    return null;
                }
                client = header.client() == null ? client : header.client();
                first = header.rest();
            }
        }
        return keys == null ? plain(client, first, in) : secure(client, first, in);
    }

    private Wire plain(InetSocketAddress client, byte[] first, InputStream in)
            throws IOException {
        socket.setSoTimeout(0);
        InputStream whole = first.length == 0 ? in
                : new SequenceInputStream(new ByteArrayInputStream(first), in);
        return new Wire(socket, client, whole, socket.getOutputStream());
    }

    private Wire secure(InetSocketAddress client, byte[] first, InputStream in)
            throws IOException {
        byte[] begin = first.length > 0 ? first : in.readNBytes(1);
        if (begin.length == 0) {
            return null;
        }
        if (begin[0] != HANDSHAKE) {
            return plain(client, begin, in);
        }
        var tls = (SSLSocket) keys.context().getSocketFactory()
                .createSocket(socket, new ByteArrayInputStream(begin), true);
        tls.setUseClientMode(false);
        tls.setSSLParameters(parameters(tls.getSSLParameters()));
        tls.startHandshake();
        socket.setSoTimeout(0);
        return new Wire(socket, client, tls);
    }

    private SSLParameters parameters(SSLParameters given) {
        given.setProtocols(keys.onlyNewest() ? NEWEST : VERSIONS);
        given.setApplicationProtocols(PROTOCOLS);
        given.setUseCipherSuitesOrder(true);
        return given;
    }

    @Override
    public void end() {
        if (System.nanoTime() - begunNanos > Http1Connection.SILENCE_NANOS) {
            cut();
        }
    }

    @Override
    public void cut() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone, which is what was wanted.
        }
    }

    @Override
    public void cutIfStalled() {
        if (System.nanoTime() - begunNanos > limits.headTimeMax().toNanos()) {
            cut();
        }
    }
}
