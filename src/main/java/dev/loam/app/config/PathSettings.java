package dev.loam.app.config;

import dev.loam.kernel.client.ProxyTrust;
import java.nio.file.Path;
import java.util.List;

/// What every request passes through, step by step, whichever module answers it.
public record PathSettings(
        ProxyTrust proxies,
        WireSettings wire,
        LoadSettings load,
        IdempotencySettings idempotency,
        ConditionalSettings conditional) {
    /// Paths in the settings begin at the project's folder.
    static PathSettings from(Resolved values, Path projectDir, List<String> problems) {
        return new PathSettings(
                ProxySettings.from(values, problems),
                WireSettings.from(values, problems).under(projectDir),
                LoadSettings.from(values, problems),
                IdempotencySettings.from(values, problems),
                ConditionalSettings.from(values, problems));
    }
}
