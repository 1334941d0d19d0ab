package dev.loam.app.config;

import dev.loam.kernel.client.ProxyTrust;
import java.nio.file.Path;
import java.util.List;

/// What every request passes through, step by step, whichever module answers it.
public record PathSettings(
        ProxyTrust proxies,
        WireSettings wire,
        IdempotencySettings idempotency,
        ConditionalSettings conditional) {
    static PathSettings from(Resolved values, List<String> problems) {
        return new PathSettings(
                ProxySettings.from(values, problems),
                WireSettings.from(values, problems),
                IdempotencySettings.from(values, problems),
                ConditionalSettings.from(values, problems));
    }

    /// The same with files relative to a folder.
    PathSettings under(Path dir) {
        return new PathSettings(proxies, wire.under(dir), idempotency, conditional);
    }
}
