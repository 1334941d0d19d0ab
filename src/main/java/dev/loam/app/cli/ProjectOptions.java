package dev.loam.app.cli;

import dev.loam.adapters.postgres.schema.MigrationFolder;
import dev.loam.app.config.ConfigLoader;
import dev.loam.app.config.LoamConfig;
import dev.loam.app.config.MigrationsConfig;
import dev.loam.app.project.ProjectFolder;

/// A project, its configuration, and where that came from, so that it can be read again.
public record ProjectOptions(
        ProjectFolder project, ConfigLoader.Sources sources, ConfigLoader.Loaded loaded) {
    public LoamConfig config() {
        return loaded.config();
    }

    /// Where its migrations and seeds lie.
    public MigrationFolder migrations() {
        MigrationsConfig migrations = config().migrations();
        return MigrationFolder.of(project.dir(), migrations.dir(), migrations.seeds());
    }
}
