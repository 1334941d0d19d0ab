package dev.loam.app.cli;

import dev.loam.app.config.ConfigLoader;
import dev.loam.app.project.ProjectFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// What every command needs that reads a project's configuration.
final class ProjectMixin {
    @Option(names = "--config", paramLabel = "FILE",
            description = "The configuration, in place of PROJECT_DIR/loam.toml.")
    private Path config;

    ProjectOptions read(Path dir, Map<String, String> environment, List<ConfigLoader.Flag> flags) {
        ProjectFolder project = folder(dir);
        ConfigLoader.Sources sources =
                new ConfigLoader.Sources(project.dir(), config, environment, flags);
        return new ProjectOptions(project, sources, ConfigLoader.load(sources));
    }

    /// The project's folder, which must be there.
    static ProjectFolder folder(Path dir) {
        if (!Files.isDirectory(dir)) {
            throw CommandFailed.usage("There is no folder " + dir);
        }
        return new ProjectFolder(dir);
    }
}
