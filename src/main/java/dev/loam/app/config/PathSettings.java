package dev.loam.app.config;

import dev.loam.kernel.client.ProxyTrust;
import dev.loam.kernel.pipeline.CorsTerms;
import dev.loam.kernel.secure.SecureConfig;
import dev.loam.kernel.version.Versions;
import java.nio.file.Path;
import java.util.List;

/// What every request passes through, step by step, whichever module answers it. `secure` is null
/// where browsers are told nothing.
public record PathSettings(
        WatchSettings watch,
        TraceSettings trace,
        LogSettings log,
        MetricsSettings metrics,
        ProxyTrust proxies,
        WireSettings wire,
        CompressionSettings compression,
        SecureConfig secure,
        CorsTerms cors,
        int jsonDepthMax,
        ValidationSettings validation,
        RateSettings rate,
        StageSettings stages,
        Versions versions,
        LoadSettings load,
        IdempotencySettings idempotency,
        ConditionalSettings conditional) {
    /// Paths in the settings begin at the project's folder.
    static PathSettings from(Resolved values, Path projectDir, List<String> problems) {
        return new PathSettings(
                WatchSettings.from(values, problems),
                TraceSettings.from(values, problems),
                LogSettings.from(values),
                MetricsSettings.from(values),
                ProxySettings.from(values, problems),
                WireSettings.from(values, problems).under(projectDir),
                CompressionSettings.from(values, problems),
                SecurityTable.from(values, problems),
                CorsSettings.from(values, problems),
                values.get(Settings.JSON_DEPTH_MAX),
                ValidationSettings.from(values, projectDir),
                RateSettings.from(values, problems),
                StageSettings.from(values, projectDir, problems),
                VersionSettings.from(values, projectDir, problems),
                LoadSettings.from(values, problems),
                IdempotencySettings.from(values, problems),
                ConditionalSettings.from(values, problems));
    }
}
