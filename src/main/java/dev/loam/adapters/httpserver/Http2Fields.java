package dev.loam.adapters.httpserver;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpLimits;
import java.util.List;
import org.apache.hc.core5.http.Header;

/// Makes a request's head of its decoded fields, and refuses what is malformed.
/// Source: RFC 9113 sections 8.1.1, 8.2 and 8.3; RFC 8441 section 4.
final class Http2Fields {
    private static final int FIELDS_MAX = 256;
    private final int stream;
    private final Headers.Builder headers = Headers.builder();
    private StringBuilder cookie;
    private String method;
    private String scheme;
    private String target;
    private String authority;
    private String protocol;
    private String host;
    private long length = -1;
    private boolean expects;

    private Http2Fields(int stream) {
        this.stream = stream;
    }

    /// Fails with an [Http2Error] of the stream.
    static Head head(int stream, List<Header> fields) throws Http2Error {
        var made = new Http2Fields(stream);
        boolean regular = false;
        for (Header field : fields) {
            String name = field.getName();
            if (name.isEmpty()) {
                throw made.bad("a field without a name");
            }
            if (name.charAt(0) == ':') {
                if (regular) {
                    throw made.bad("a pseudo field behind others");
                }
                made.pseudo(name, field.getValue());
            } else {
                regular = true;
                made.field(name, field.getValue());
            }
        }
        return made.head();
    }

    /// Fields behind a body mean nothing here, but have to be well made.
    static void checkTrailers(int stream, List<Header> fields) throws Http2Error {
        for (Header field : fields) {
            if (field.getName().startsWith(":")) {
                throw Http2Error.stream(stream, Http2Error.PROTOCOL, "a pseudo field at the end");
            }
        }
    }

    private void pseudo(String name, String value) throws Http2Error {
        String before = switch (name) {
            case ":method" -> method;
            case ":scheme" -> scheme;
            case ":path" -> target;
            case ":authority" -> authority;
            case ":protocol" -> protocol;
            default -> throw bad("the pseudo field " + name);
        };
        if (before != null) {
            throw bad(name + " is there twice");
        }
        switch (name) {
            case ":method" -> method = value;
            case ":scheme" -> scheme = value;
            case ":path" -> target = value;
            case ":protocol" -> protocol = value;
            default -> authority = value;
        }
    }

    private void field(String name, String value) throws Http2Error {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 127 || c >= 'A' && c <= 'Z' || !Octets.isToken((byte) c)) {
                throw bad("character " + (i + 1) + " of a field's name");
            }
        }
        checkValue(value);
        switch (name) {
            case "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade" ->
                throw bad("the field " + name);
            case "te" -> {
                if (!value.equalsIgnoreCase("trailers")) {
                    throw bad("the field te");
                }
            }
            case "cookie" -> {
                // Section 8.2.3: its parts may come one by one.
                cookie = cookie == null ? new StringBuilder(value)
                        : cookie.append("; ").append(value);
                return;
            }
            case "host" -> {
                if (host != null) {
                    throw bad("host is there twice");
                }
                host = value;
                return;
            }
            case "content-length" -> length(value);
            case "expect" -> expects = value.equalsIgnoreCase("100-continue");
            default -> {
                // Nothing to do with framing.
            }
        }
        headers.add(name, value);
    }

    private void checkValue(String value) throws Http2Error {
        int last = value.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = value.charAt(i);
            boolean blank = c == ' ' || c == '\t';
            if (blank && (i == 0 || i == last) || c > 255 || !Octets.isValue((byte) c)) {
                throw bad("character " + (i + 1) + " of a field's value");
            }
        }
    }

    private void length(String value) throws Http2Error {
        if (length >= 0 || value.isEmpty() || value.length() > 18) {
            throw bad("content-length");
        }
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw bad("content-length");
            }
            number = number * 10 + digit;
        }
        length = number;
    }

    private Head head() throws Http2Error {
        if (method == null || method.isEmpty()) {
            throw bad("no :method");
        }
        boolean connect = method.equals("CONNECT");
        if ((!connect || protocol != null)
                && (scheme == null || target == null || target.isEmpty())) {
            throw bad("no :scheme or no :path");
        }
        if (!connect && protocol != null) {
            throw bad(":protocol of another method than CONNECT");
        }
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if (c > 127 || !Octets.isToken((byte) c)) {
                throw bad("the method");
            }
        }
        String name = authority == null ? host : authority;
        if (name == null || authority != null && host != null && !host.equals(authority)) {
            throw bad("no host, or two");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!Octets.isHost(name.charAt(i))) {
                throw bad("character " + (i + 1) + " of the host");
            }
        }
        headers.add("host", name);
        if (cookie != null) {
            headers.add("cookie", cookie.toString());
        }
        return framed();
    }

    private Head framed() throws Http2Error {
        String whole = target == null ? "/" : target;
        for (int i = 0; i < whole.length(); i++) {
            if (whole.charAt(i) > 255 || !Octets.isTarget((byte) whole.charAt(i))) {
                throw bad("character " + (i + 1) + " of the path");
            }
        }
        boolean star = whole.equals("*") && method.equals("OPTIONS");
        if (whole.charAt(0) != '/' && !star) {
            throw bad("the path");
        }
        int mark = whole.indexOf('?');
        boolean tunnel = "websocket".equals(protocol);
        // To handlers a handshake is the same over either version.
        return new Head(tunnel ? "GET" : method, mark < 0 ? whole : whole.substring(0, mark),
                mark < 0 ? null : whole.substring(mark + 1), false, headers.build(),
                tunnel ? -1 : length, false, false, expects && !tunnel, tunnel);
    }

    private Http2Error bad(String what) {
        return Http2Error.stream(stream, Http2Error.PROTOCOL, "malformed request: " + what);
    }

    /// Why a well-made request is not for the handler; null when it is.
    static HttpFailure refused(Head head, List<Header> fields, HttpLimits limits) {
        if (head.method().equals("CONNECT")) {
            return new HttpFailure.NotImplemented("method CONNECT");
        }
        int target = head.path().length()
                + (head.query() == null ? 0 : 1 + head.query().length());
        if (target > limits.lineBytesMax()) {
            return new HttpFailure.LineTooLong(limits.lineBytesMax());
        }
        int size = -target;
        for (Header field : fields) {
            size += field.getName().length() + field.getValue().length() + 4;
        }
        if (size > limits.headerBytesMax()) {
            return new HttpFailure.HeadersTooLarge(limits.headerBytesMax() + " bytes");
        }
        if (fields.size() > FIELDS_MAX) {
            return new HttpFailure.HeadersTooLarge(FIELDS_MAX + " fields");
        }
        return head.contentLength() > limits.bodyBytesMax()
                ? new HttpFailure.BodyTooLarge(limits.bodyBytesMax()) : null;
    }
}
