package dev.loam.app.config;

import dev.loam.kernel.version.Versions;
import java.nio.file.Path;
import java.util.List;

/// What every request passes through, step by step, whichever module answers it.
public record PathSettings(
        StageSettings stages,
        Versions versions) {
    /// Paths in the settings begin at the project's folder.
    static PathSettings from(Resolved values, Path projectDir, List<String> problems) {
        return new PathSettings(
                StageSettings.from(values, projectDir, problems),
                VersionSettings.from(values, problems));
    }
}
