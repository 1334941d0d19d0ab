package dev.loam.app.cli;

import java.time.Duration;

/// How long consistency is checked, and from which seed.
public record CheckOptions(Duration time, long seed) {
}
