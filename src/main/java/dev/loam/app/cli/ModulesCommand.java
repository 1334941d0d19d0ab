package dev.loam.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `loam modules`: lists the modules.
@Command(name = "modules", description = "Lists the modules of this build.")
final class ModulesCommand implements Callable<Integer> {
    private final Actions actions;
    private final Map<String, String> environment;
    private final Console console;

    @Mixin
    private ProjectMixin configuration;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
            description = "The project's folder (the current one).")
    private Path dir;

    ModulesCommand(Actions actions, Map<String, String> environment, Console console) {
        this.actions = actions;
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Integer call() {
        ProjectOptions options = configuration.read(dir, environment, List.of());
        return actions.modules(options, console);
    }
}
