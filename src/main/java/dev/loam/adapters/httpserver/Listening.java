package dev.loam.adapters.httpserver;

import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.WireJournal;

/// Where and how a server listens. `shared` where other processes may listen on the same port;
/// `tls` is null for plain HTTP.
public record Listening(
        String host, int port, boolean shared, HttpLimits limits, TlsConfig tls, ProxyRule proxy,
        WireJournal journal) {
    /// Plain HTTP on a port of one's own, 0 for any free one.
    public static Listening plain(String host, int port, HttpLimits limits) {
        return new Listening(
                host, port, false, limits, null, ProxyRule.OFF, WireJournal.NONE);
    }

    public Listening withTls(TlsConfig newTls) {
        return new Listening(host, port, shared, limits, newTls, proxy, journal);
    }

    public Listening withProxy(ProxyRule newProxy) {
        return new Listening(host, port, shared, limits, tls, newProxy, journal);
    }

    public Listening withJournal(WireJournal newJournal) {
        return new Listening(host, port, shared, limits, tls, proxy, newJournal);
    }

    public Listening asShared() {
        return new Listening(host, port, true, limits, tls, proxy, journal);
    }
}
