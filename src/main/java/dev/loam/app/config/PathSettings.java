package dev.loam.app.config;

import java.nio.file.Path;
import java.util.List;

/// What every request passes through, step by step, whichever module answers it.
public record PathSettings(ValidationSettings validation) {
    static PathSettings from(Resolved values, Path projectDir, List<String> problems) {
        return new PathSettings(ValidationSettings.from(values, projectDir));
    }
}
