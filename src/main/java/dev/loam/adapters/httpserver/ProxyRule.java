package dev.loam.adapters.httpserver;

import java.net.InetAddress;
import java.util.function.Predicate;

/// Whether connections begin with a header of the PROXY protocol, and who may say so: from anybody
/// else the header is no HTTP and is refused.
public record ProxyRule(Mode mode, Predicate<InetAddress> trusted) {
    public static final ProxyRule OFF = new ProxyRule(Mode.OFF, _ -> false);

    /// `REQUIRED`: who sends no header, or is not trusted, is not served.
    public enum Mode { OFF, OPTIONAL, REQUIRED }
}
