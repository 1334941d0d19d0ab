package dev.loam.ports.outbound;

import dev.loam.ports.web.Headers;
import java.nio.charset.StandardCharsets;

/// What another server answered, whatever its status; redirects are not followed.
public record Reply(int status, Headers headers, byte[] body) {
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Reply[" + status + "]";
    }
}
