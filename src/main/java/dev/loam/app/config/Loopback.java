package dev.loam.app.config;

import java.net.URI;

/// Whether a host, as written in an address, is this machine.
final class Loopback {
    private Loopback() {
    }

    static boolean is(String host) {
        return host.equals("localhost") || host.endsWith(".localhost")
                || host.matches("127(\\.\\d{1,3}){3}") || host.equals("::1")
                || host.equals("[::1]");
    }

    /// Whether an address is reached without encryption and over a network.
    static boolean isOpen(String address) {
        URI uri = URI.create(address);
        return "http".equalsIgnoreCase(uri.getScheme())
                && (uri.getHost() == null || !is(uri.getHost()));
    }
}
