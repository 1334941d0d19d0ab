package dev.loam.app.cli;

import dev.loam.app.config.ConfigLoader.Flag;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `loam up`: serves a project.
@Command(name = "up", description = "Starts Loam on a project and stays until it is stopped.")
final class UpCommand extends ProjectCommand {
    private final Actions actions;

    @Mixin
    private final UpFlags flags = new UpFlags();

    UpCommand(Actions actions, Map<String, String> environment, Console console) {
        super(environment, console);
        this.actions = actions;
    }

    @Override
    List<Flag> flags() {
        return flags.flags();
    }

    @Override
    int run(ProjectOptions options, Console console) {
        options.loaded().notices().forEach(console.err()::println);
        return actions.up(options, console);
    }
}
