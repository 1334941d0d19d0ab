package dev.loam.ports.outbound;

import dev.loam.ports.web.Headers;
import java.net.URI;

/// One request to another server. `body` is null for none; an answer longer than `answerBytesMax`
/// counts as unreachable.
public record Call(
        String method, URI address, Headers headers, byte[] body, int answerBytesMax) {
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    public static Call get(URI address, Headers headers) {
        return new Call("GET", address, headers, null, ANSWER_BYTES_MAX);
    }

    public static Call post(URI address, Headers headers, byte[] body) {
        return new Call("POST", address, headers, body, ANSWER_BYTES_MAX);
    }

    /// Headers and body may hold secrets, and so may the query.
    @Override
    public String toString() {
        return method + " " + address.getScheme() + "://" + address.getAuthority()
                + address.getPath();
    }
}
