package dev.loam.adapters.httpclient;

import dev.loam.ports.outbound.Unreachable;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/// Which servers may be called.
///
/// - `plainAnywhere`: whether `http` may leave this machine.
/// - `publicOnly`: whether addresses of this machine and of private networks are refused.
record Reach(boolean plainAnywhere, boolean publicOnly) {
    /// Scheme, host and port: the parts of an address that hold no secret.
    static String server(URI address) {
        return address.getScheme() + "://" + address.getHost()
                + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    void check(URI address) throws Unreachable {
        var plain = "http".equalsIgnoreCase(address.getScheme());
        if (plain && !plainAnywhere && !namesThisMachine(address.getHost())) {
            throw new Unreachable(server(address)
                    + ": http is for this machine alone, use https");
        }
        if (publicOnly) {
            checkPublic(address);
        }
    }

    private static void checkPublic(URI address) throws Unreachable {
        try {
            for (var each : InetAddress.getAllByName(address.getHost())) {
                if (isPrivate(each)) {
                    throw new Unreachable(server(address) + ": is not on the public internet");
                }
            }
        } catch (UnknownHostException unknown) {
            throw new Unreachable(server(address) + ": no such host", unknown);
        }
    }

    /// Whether a host is this machine by its very name, without a look-up.
    static boolean namesThisMachine(String host) {
        return host.equalsIgnoreCase("localhost") || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]");
    }

    /// Source: IANA special-purpose address registries, RFC 6890.
    static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress()
                || address.isLinkLocalAddress() || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (address instanceof Inet4Address ? isSpecial4(address.getAddress())
                        : isSpecial6(address.getAddress()));
    }

    /// This network (0/8), carriers' translation (100.64/10), protocol assignments (192.0.0/24),
    /// benchmarks (198.18/15), reserved (240/4).
    private static boolean isSpecial4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first == 0 || first == 100 && (second & 0xc0) == 64
                || first == 192 && second == 0 && bytes[2] == 0
                || first == 198 && (second & 0xfe) == 18
                || first >= 240;
    }

    /// Unique local (fc00::/7), and what leads to IPv4 by another way: 6to4 (2002::/16), Teredo
    /// (2001::/32), translation (64:ff9b::/96).
    private static boolean isSpecial6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        int second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        return (bytes[0] & 0xfe) == 0xfc || first == 0x2002 || first == 0x2001 && second == 0
                || first == 0x64 && second == 0xff9b;
    }
}
