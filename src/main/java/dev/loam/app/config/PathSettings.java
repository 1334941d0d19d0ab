package dev.loam.app.config;

import java.util.List;

/// What every request passes through, step by step, whichever module answers it.
public record PathSettings(WatchSettings watch) {
    static PathSettings from(Resolved values, List<String> problems) {
        return new PathSettings(WatchSettings.from(values, problems));
    }
}
