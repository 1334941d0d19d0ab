package dev.loam.kernel.client;

import java.util.List;

/// The way of a request through proxies, walked back from the nearest one, as long as who tells the
/// next hop is trusted.
///
/// Everything is read from its right end: what trusted proxies wrote stands there and is sound,
/// what stands to its left may be anything and must not change how the right is understood. A hop
/// that is no address (`unknown`, a name made up to hide one) or is malformed ends the way at the
/// proxy that told it.
/// Source: RFC 7239 sections 4 to 6; the practice of `X-Forwarded-For`.
final class Hops {
    private static final int HOPS_MAX = 32;

    private final ProxyTrust trust;
    private Address client;
    private String proto;
    private boolean moved;
    private int walked;

    Hops(ProxyTrust trust, Address peer) {
        this.trust = trust;
        this.client = peer;
    }

    Address client() {
        return client;
    }

    /// How the client reached the proxy that names it, null where that is not told.
    String proto() {
        return proto;
    }

    /// Whether somebody else than the peer was named.
    boolean moved() {
        return moved;
    }

    /// `lines` are all the lines of the field in their order.
    void walk(ProxyTrust.Field field, List<String> lines) {
        boolean quoting = field == ProxyTrust.Field.FORWARDED;
        for (String line : lines.reversed()) {
            int end = line.length();
            while (end >= 0) {
                int comma = before(line, end, ',', 0, quoting);
                boolean goesOn = quoting ? element(line, comma + 1, end)
                        : node(line, comma + 1, end);
                if (!goesOn || ++walked == HOPS_MAX) {
                    return;
                }
                end = comma;
            }
        }
    }

    /// The last `mark` in `text[from..end)`, outside of quotes where these count; -1 or
    /// `from - 1` for none.
    private static int before(String text, int end, char mark, int from, boolean quoting) {
        boolean quoted = false;
        for (int i = end - 1; i >= from; i--) {
            char c = text.charAt(i);
            if (quoting && c == '"') {
                quoted = !quoted;
            } else if (c == mark && !quoted) {
                return i;
            }
        }
        return from - 1;
    }

    /// One element of `Forwarded`; false where the way ends with it.
    private boolean element(String text, int from, int to) {
        boolean goesOn = false;
        String told = null;
        int end = to;
        while (end >= from) {
            int start = before(text, end, ';', from, true) + 1;
            int equals = text.indexOf('=', start);
            if (equals > 0 && equals < end) {
                String name = text.substring(start, equals).strip();
                if (name.equalsIgnoreCase("for")) {
                    goesOn = node(text, equals + 1, end);
                } else if (name.equalsIgnoreCase("proto")) {
                    told = text.substring(equals + 1, end).strip().replace("\"", "");
                }
            }
            end = start - 1;
        }
        proto = told == null ? proto : told;
        return goesOn;
    }

    /// One hop: an address, perhaps in quotes or brackets, perhaps with a port; false where the
    /// way ends with it.
    private boolean node(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isPadding(text.charAt(start))) {
            start++;
        }
        while (end > start && isPadding(text.charAt(end - 1))) {
            end--;
        }
        Address address = addressOf(text, start, end);
        if (address == null) {
            return false;
        }
        client = address;
        moved = true;
        return trust.believes(address);
    }

    private static Address addressOf(String text, int from, int to) {
        if (from < to && text.charAt(from) == '[') {
            int close = text.indexOf(']', from);
            boolean sound = close > 0 && close < to
                    && (close + 1 == to || isPort(text, close + 1, to));
            return sound ? Address.parse(text, from + 1, close) : null;
        }
        int colon = text.indexOf(':', from);
        boolean one = colon > 0 && colon < to && text.lastIndexOf(':', to - 1) == colon;
        if (one) {
            return isPort(text, colon, to) ? Address.parse(text, from, colon) : null;
        }
        return Address.parse(text, from, to);
    }

    /// A colon and up to five digits, or a port's made-up name.
    private static boolean isPort(String text, int from, int to) {
        if (to - from < 2 || text.charAt(from) != ':') {
            return false;
        }
        boolean hidden = text.charAt(from + 1) == '_';
        for (int i = from + 1; i < to && !hidden; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9' || i - from > 5) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPadding(char c) {
        return c == ' ' || c == '\t' || c == '"';
    }
}
