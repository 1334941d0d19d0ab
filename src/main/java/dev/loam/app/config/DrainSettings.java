package dev.loam.app.config;

import java.time.Duration;

/// How the process ends when it is told to by SIGTERM: for `delay` it serves on, so that balancers
/// see that it is not ready; then running requests have until `timeMax` to end.
public record DrainSettings(Duration delay, Duration timeMax) {
    static DrainSettings from(Resolved values) {
        return new DrainSettings(
                values.get(Settings.DRAIN_DELAY), values.get(Settings.DRAIN_TIME_MAX));
    }
}
