package dev.loam.app.config;

import dev.loam.kernel.client.ProxyTrust;
import java.util.List;

/// What every request passes through, step by step, whichever module answers it.
public record PathSettings(ProxyTrust proxies, CompressionSettings compression) {
    static PathSettings from(Resolved values, List<String> problems) {
        return new PathSettings(ProxySettings.from(values, problems),
                CompressionSettings.from(values, problems));
    }
}
