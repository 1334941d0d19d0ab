package dev.loam.kernel.idempotency;

import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/// A print of one request: the same for requests that ask the same, and for no others. It is made
/// with the key, so that who sees the print alone cannot try bodies out.
final class RequestPrint {
    /// Those that make another request of the same path, query and body. What differs from one try
    /// to the next (ids, tokens, addresses of proxies) is not among them.
    private static final List<String> FIELDS = List.of("Content-Type", "Content-Profile",
            "Accept", "Accept-Profile", "Prefer", "If-Match", "If-None-Match",
            "If-Unmodified-Since", "Loam-Version");

    private final MessageDigest digest;
    private final ReadBody body;
    private byte[] made;

    RequestPrint(HttpRequest request, KeyMaterial material) {
        digest = material.digest("request");
        add(request.method());
        add(request.path());
        add(request.query());
        Headers headers = request.headers();
        for (String name : FIELDS) {
            List<String> values = headers.all(name);
            add(values.isEmpty() ? null : String.join(", ", values));
        }
        body = new ReadBody(request.body(), digest);
    }

    /// The request's body; whoever reads it makes the print along the way.
    ReadBody body() {
        return body;
    }

    /// The print, after what is left of the body was read. At most 32 bytes.
    byte[] made() {
        if (made == null) {
            body.finish();
            made = digest.digest();
        }
        return made;
    }

    /// A text cannot hold the byte that ends it: parts cannot run into each other.
    private void add(String part) {
        if (part != null) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
        }
        digest.update(part == null ? (byte) 0xFE : (byte) 0xFF);
    }
}
