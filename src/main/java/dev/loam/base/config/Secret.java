package dev.loam.base.config;

import java.nio.charset.StandardCharsets;

/// A configured value that must never be printed: `toString` is `***`.
public record Secret(String value) {
    public byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
