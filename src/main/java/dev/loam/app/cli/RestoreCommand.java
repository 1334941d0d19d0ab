package dev.loam.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `loam restore`: puts the database of a backup in place.
@Command(name = "restore", description = "Puts the database of a backup in place.")
final class RestoreCommand implements Callable<Integer> {
    private final Actions actions;
    private final Map<String, String> environment;
    private final Console console;

    @Parameters(index = "0", paramLabel = "FILE",
            description = "The file a backup wrote.")
    private Path file;

    @Mixin
    private ProjectMixin configuration;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
            description = "The project's folder (the current one).")
    private Path dir;

    RestoreCommand(Actions actions, Map<String, String> environment, Console console) {
        this.actions = actions;
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Integer call() {
        ProjectOptions options = configuration.read(dir, environment, List.of());
        return actions.restore(options, file, console);
    }
}
