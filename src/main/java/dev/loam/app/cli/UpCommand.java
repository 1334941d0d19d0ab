package dev.loam.app.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `loam up`: serves a project.
@Command(name = "up", description = "Starts Loam on a project and stays until it is stopped.")
final class UpCommand implements Callable<Integer> {
    private final Actions actions;
    private final Map<String, String> environment;
    private final Console console;

    @Mixin
    private ProjectMixin configuration;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
            description = "The project's folder (the current one).")
    private Path dir;

    @Mixin
    private UpFlags flags;

    UpCommand(Actions actions, Map<String, String> environment, Console console) {
        this.actions = actions;
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Integer call() {
        ProjectOptions options = configuration.read(dir, environment, flags.flags());
        options.loaded().notices().forEach(console.err()::println);
        return actions.up(options, console);
    }
}
