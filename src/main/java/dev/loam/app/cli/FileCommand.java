package dev.loam.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// An action of the running parts with a file and a project.
@Command
final class FileCommand implements Callable<Integer> {
    private final String description;
    private final Action action;
    private final Map<String, String> environment;
    private final Console console;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file of the backup.")
    private Path file;

    @Mixin
    private ProjectMixin configuration;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
            description = "The project's folder (the current one).")
    private Path dir;

    FileCommand(
            String description, Action action, Map<String, String> environment, Console console) {
        this.description = description;
        this.action = action;
        this.environment = environment;
        this.console = console;
    }

    /// One of [Actions].
    @FunctionalInterface
    interface Action {
        int run(ProjectOptions options, Path file, Console console);
    }

    @Spec
    void spec(CommandSpec given) {
        given.usageMessage().description(description);
    }

    @Override
    public Integer call() {
        return action.run(configuration.read(dir, environment, List.of()), file, console);
    }
}
