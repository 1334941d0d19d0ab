package dev.loam.app.config;

import dev.loam.kernel.client.ProxyTrust;
import dev.loam.kernel.pipeline.CorsTerms;
import dev.loam.kernel.secure.SecureConfig;
import java.util.List;

/// What every request passes through, step by step, whichever module answers it.
/// `secure` is null where browsers are told nothing.
public record PathSettings(
        ProxyTrust proxies, CompressionSettings compression, SecureConfig secure, CorsTerms cors,
        int jsonDepthMax, IdempotencySettings idempotency, ConditionalSettings conditional) {
    static PathSettings from(Resolved values, List<String> problems) {
        return new PathSettings(ProxySettings.from(values, problems),
                CompressionSettings.from(values, problems),
                SecurityTable.from(values, problems), CorsSettings.from(values, problems),
                values.get(Settings.JSON_DEPTH_MAX),
                IdempotencySettings.from(values, problems),
                ConditionalSettings.from(values, problems));
    }
}
