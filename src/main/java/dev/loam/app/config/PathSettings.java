package dev.loam.app.config;

import java.util.List;

/// What every request passes through, step by step, whichever module answers it.
public record PathSettings(RateSettings rate) {
    static PathSettings from(Resolved values, List<String> problems) {
        return new PathSettings(RateSettings.from(values, problems));
    }
}
