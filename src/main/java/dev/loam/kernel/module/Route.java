package dev.loam.kernel.module;

import java.util.Objects;

/// A part of the URL space and who answers it.
///
/// `prefix` is a raw path such as `/rest/v1`, matched in whole segments, the longest first; a slash
/// at its end is dropped, so that the route of everything has the empty prefix. `name` goes into
/// logs. With `identified` a caller is established before the handler runs; without, nobody looks
/// at tokens.
public record Route(
        String name, String prefix, ErrorDialect dialect, boolean identified,
        RouteHandler handler) {
    public Route {
        Objects.requireNonNull(name);
        Objects.requireNonNull(dialect);
        Objects.requireNonNull(handler);
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        if (!prefix.isEmpty() && prefix.charAt(0) != '/') {
            throw new IllegalArgumentException("a prefix begins with /: " + prefix);
        }
    }

    /// A route whose callers are identified.
    public Route(String name, String prefix, ErrorDialect dialect, RouteHandler handler) {
        this(name, prefix, dialect, true, handler);
    }

    /// A route open to everyone, where no token is looked at.
    public static Route open(
            String name, String prefix, ErrorDialect dialect, RouteHandler handler) {
        return new Route(name, prefix, dialect, false, handler);
    }

    /// Whether the raw path lies in this route.
    public boolean covers(String path) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length() ? !prefix.isEmpty()
                        : path.charAt(prefix.length()) == '/');
    }

    /// The raw rest of a covered path, beginning with `/`.
    public String rest(String path) {
        if (prefix.isEmpty()) {
            return path;
        }
        return path.length() == prefix.length() ? "/" : path.substring(prefix.length());
    }
}
