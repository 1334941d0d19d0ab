package dev.loam.app.cli;

import dev.loam.app.config.ConfigLoader.Flag;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A command on a project, whose folder is its only argument.
abstract class ProjectCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Console console;

    @Mixin
    private final ProjectMixin configuration = new ProjectMixin();

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
            description = "The project's folder (the current one).")
    private Path dir;

    ProjectCommand(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return on(dir);
    }

    /// The same without a parser before it.
    final int on(Path project) throws Exception {
        return run(configuration.read(project, environment, flags()), console);
    }

    /// Settings of the command line.
    List<Flag> flags() {
        return List.of();
    }

    /// Does it, and answers the exit code.
    abstract int run(ProjectOptions options, Console console) throws Exception;
}
