package dev.loam.modules.rest.nested;

import java.nio.charset.StandardCharsets;

/// A JSON value as it stands in a body, byte by byte. `plain` is the text of a string or the
/// spelling of a number or truth value; null for anything else.
record Slice(byte[] body, int from, int to, String plain) {
    @Override
    public String toString() {
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }
}
