package dev.loam.app.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// A request as it goes over the wire, made once and sent many times.
///
/// `head` says that the answer has no body, whatever its fields announce.
public record WireRequest(ByteBuffer bytes, boolean head) {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern TARGET = Pattern.compile("/[^\\p{Cntrl} ]*");

    /// `body` is null where there is none. Fails with an `IllegalArgumentException` that names the
    /// part that cannot be sent.
    public static WireRequest of(
            String method, String authority, String target, Map<String, String> headers,
            byte[] body) {
        require(TOKEN.matcher(method).matches(), "method", method);
        require(TARGET.matcher(target).matches(), "path", target);
        var text = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        if (!names(headers, "host")) {
            text.append("Host: ").append(authority).append("\r\n");
        }
        headers.forEach((name, value) -> {
            require(TOKEN.matcher(name).matches(), "header", name);
            require(value.chars().noneMatch(c -> c < ' ' && c != '\t'), "value of header", name);
            text.append(name).append(": ").append(value).append("\r\n");
        });
        if (body != null) {
            text.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return new WireRequest(direct(text.append("\r\n").toString(), body), method.equals("HEAD"));
    }

    /// A view with a position of its own.
    ByteBuffer toSend() {
        return bytes.duplicate();
    }

    private static boolean names(Map<String, String> headers, String name) {
        return headers.keySet().stream().anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(name));
    }

    private static void require(boolean right, String part, String text) {
        if (!right) {
            throw new IllegalArgumentException("not a " + part + " that can be sent: " + text);
        }
    }

    // Direct, so that sending copies nothing.
    private static ByteBuffer direct(String head, byte[] body) {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        if (body != null) {
            whole.writeBytes(body);
        }
        return ByteBuffer.allocateDirect(whole.size()).put(whole.toByteArray()).flip();
    }
}
