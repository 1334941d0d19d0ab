package dev.loam.app.config;

import java.util.List;

/// The configuration cannot be used. It holds every problem found, not only the first.
public final class ConfigRefused extends RuntimeException {
    private final transient List<String> problems;

    public ConfigRefused(List<String> problems) {
        super(String.join("\n", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
