package dev.loam.adapters.httpserver;

import dev.loam.ports.web.Body;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.Peer;
import java.io.IOException;
import java.net.SocketTimeoutException;

/// Reads the head of one request: request line, fields, empty line.
///
/// Strict where leniency would let two readers of the same bytes disagree (line ends, blanks around
/// names and versions, folding), lenient in what a target may contain.
/// Source: RFC 9112 sections 2 to 6.
final class HeadReader {
    private static final int BLANK_LINES_MAX = 4;
    private static final int FIELDS_MAX = 256;
    private static final int METHOD_BYTES_MAX = 32;

    private final Inbound inbound;
    private final Lines lines;
    private final HttpLimits limits;
    private String method;
    private String path;
    private String query;
    private String authority;
    private boolean http10;

    HeadReader(Inbound inbound, HttpLimits limits) {
        this.inbound = inbound;
        this.lines = new Lines(inbound);
        this.limits = limits;
    }

    /// Blocks until the head is whole; null when the client ended the stream instead.
    /// Fails with a `Refusal` of an [HttpFailure].
    Head read() throws IOException {
        var patience = new Patience(limits.headTimeMax());
        method = null;
        path = null;
        query = null;
        try {
            return requestLine(patience) ? fields(patience) : null;
        } catch (SocketTimeoutException _) {
            throw new HttpFailure.SlowHead(limits.headTimeMax()).refusal();
        }
    }

    /// What was read of a request whose head was refused: dashes where nothing was.
    HttpRequest known(Body body, Peer peer, boolean secure) {
        return new HttpRequest(method == null ? "-" : method, path == null ? "-" : path, query,
                Headers.NONE, body, peer, secure);
    }

    private boolean requestLine(Patience patience) throws IOException {
        for (int blank = 0; blank <= BLANK_LINES_MAX; blank++) {
            switch (lines.next(limits.lineBytesMax(), patience)) {
                case NOTHING -> {
                    return false;
                }
                case TOO_LONG ->
                    throw new HttpFailure.LineTooLong(limits.lineBytesMax()).refusal();
                case LONE_LF -> throw badLine("it ends with LF where CR LF is due");
                case LINE -> {
                    if (lines.to > lines.from) {
                        parseRequestLine(inbound.bytes, lines.from, lines.to);
                        return true;
                    }
                }
            }
        }
        throw badLine("nothing but empty lines");
    }

    private void parseRequestLine(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && Octets.isToken(bytes[i])) {
            i++;
        }
        if (i == from || i == to || bytes[i] != ' ') {
            throw badLine("no method in " + lines.excerpt(from, to));
        }
        if (i - from > METHOD_BYTES_MAX) {
            throw new HttpFailure.NotImplemented("method " + lines.excerpt(from, i)).refusal();
        }
        method = FieldNames.of(bytes, from, i);
        int target = i + 1;
        int mark = -1;
        for (i = target; i < to && Octets.isTarget(bytes[i]); i++) {
            if (bytes[i] == '?' && mark < 0) {
                mark = i;
            }
        }
        if (i == target || i == to || bytes[i] != ' ') {
            throw badLine("no target, or a blank or control character in it: "
                    + lines.excerpt(from, to));
        }
        version(bytes, i + 1, to);
        target(bytes, target, i, mark);
    }

    private void version(byte[] bytes, int from, int to) {
        boolean shaped = to - from == 8 && bytes[from] == 'H' && bytes[from + 1] == 'T'
                && bytes[from + 2] == 'T' && bytes[from + 3] == 'P' && bytes[from + 4] == '/'
                && isDigit(bytes[from + 5]) && bytes[from + 6] == '.' && isDigit(bytes[from + 7]);
        if (!shaped) {
            throw badLine("no version in " + lines.excerpt(from, to));
        }
        if (bytes[from + 5] != '1') {
            throw new HttpFailure.BadVersion(lines.text(from, to)).refusal();
        }
        // RFC 9110 section 2.5: a higher minor version is read as the highest one known.
        http10 = bytes[from + 7] == '0';
    }

    private void target(byte[] bytes, int from, int to, int mark) {
        authority = null;
        if (method.equals("CONNECT")) {
            throw new HttpFailure.NotImplemented("method CONNECT").refusal();
        }
        if (bytes[from] == '/') {
            split(from, to, mark);
        } else if (bytes[from] == '*' && to == from + 1 && method.equals("OPTIONS")) {
            path = "*";
            query = null;
        } else {
            absolute(bytes, from, to, mark);
        }
    }

    private void split(int from, int to, int mark) {
        path = mark < 0 ? lines.text(from, to) : lines.text(from, mark);
        query = mark < 0 ? null : lines.text(mark + 1, to);
    }

    /// `http://host/path?query`, as sent to proxies. RFC 9112 section 3.2.2: its host is the one.
    private void absolute(byte[] bytes, int from, int to, int mark) {
        String text = lines.text(from, to);
        int scheme = text.regionMatches(true, 0, "http://", 0, 7) ? 7
                : text.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        if (scheme < 0) {
            throw badLine("the target is neither a path nor a URL: " + lines.excerpt(from, to));
        }
        int host = from + scheme;
        int slash = host;
        while (slash < to && bytes[slash] != '/' && bytes[slash] != '?') {
            slash++;
        }
        authority = lines.text(host, slash);
        if (slash < to && bytes[slash] == '/') {
            split(slash, to, mark);
        } else {
            path = "/";
            query = slash < to ? lines.text(slash + 1, to) : null;
        }
    }

    private Head fields(Patience patience) throws IOException {
        var framing = new Framing(http10);
        int left = limits.headerBytesMax();
        for (int count = 0; ; count++) {
            switch (lines.next(left, patience)) {
                case NOTHING -> {
                    return null;
                }
                case TOO_LONG -> throw new HttpFailure.HeadersTooLarge(
                        limits.headerBytesMax() + " bytes").refusal();
                case LONE_LF -> throw badField("it ends with LF where CR LF is due: "
                        + lines.excerpt(lines.from, lines.to + 1));
                case LINE -> {
                    if (lines.to == lines.from) {
                        return framing.head(method, path, query, authority);
                    }
                    left = Math.max(0, left - (lines.to - lines.from) - 2);
                    if (count == FIELDS_MAX) {
                        throw new HttpFailure.HeadersTooLarge(FIELDS_MAX + " fields").refusal();
                    }
                    field(inbound.bytes, framing);
                }
            }
        }
    }

    private void field(byte[] bytes, Framing framing) {
        int colon = lines.from;
        int to = lines.to;
        while (colon < to && Octets.isToken(bytes[colon])) {
            colon++;
        }
        if (colon == lines.from || colon == to || bytes[colon] != ':') {
            throw badField(isBlank(bytes[lines.from]) ? "a folded line, which is obsolete"
                    : "no name, or no colon straight after it: " + lines.excerpt(lines.from, to));
        }
        int start = colon + 1;
        while (start < to && isBlank(bytes[start])) {
            start++;
        }
        int stop = to;
        while (stop > start && isBlank(bytes[stop - 1])) {
            stop--;
        }
        for (int i = start; i < stop; i++) {
            if (!Octets.isValue(bytes[i])) {
                throw badField("a control character in the value of "
                        + lines.excerpt(lines.from, to));
            }
        }
        framing.field(FieldNames.of(bytes, lines.from, colon), lines.text(start, stop));
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static RuntimeException badLine(String what) {
        return new HttpFailure.BadRequestLine(what).refusal();
    }

    private static RuntimeException badField(String what) {
        return new HttpFailure.BadField(what).refusal();
    }
}
