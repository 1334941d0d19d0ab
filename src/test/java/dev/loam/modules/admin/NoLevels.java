package dev.loam.modules.admin;

import dev.loam.kernel.module.LogLevels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Levels of a log that nobody writes.
final class NoLevels implements LogLevels {
    final List<String> changes = new ArrayList<>();

    @Override
    public List<Held> held() {
        return List.of(new Held("dev.loam", "info", null),
                new Held("dev.loam.kernel", "debug", Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Override
    public void change(String logger, String level, Duration time) {
        if (logger == null) {
            throw new IllegalArgumentException("logger: wanted");
        }
        changes.add(logger + ' ' + level + ' ' + time);
    }
}
