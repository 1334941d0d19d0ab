package dev.loam.app.cli;

import dev.loam.app.config.PostgrestConfig;
import java.nio.file.Path;
import java.util.Map;

/// What `loam rest` serves with; `file` is null when there is only the environment.
public record RestOptions(Path file, Map<String, String> environment, PostgrestConfig config) {
}
