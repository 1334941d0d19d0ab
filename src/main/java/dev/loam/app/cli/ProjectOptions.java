package dev.loam.app.cli;

import dev.loam.app.config.ConfigLoader;
import dev.loam.app.config.LoamConfig;
import dev.loam.app.project.ProjectFolder;

/// A project, its configuration, and where that came from, so that it can be read again.
public record ProjectOptions(
        ProjectFolder project, ConfigLoader.Sources sources, ConfigLoader.Loaded loaded) {
    public LoamConfig config() {
        return loaded.config();
    }
}
