package dev.loam.app.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command on a project that is wholly an action of the running parts.
@Command
final class ActionCommand extends ProjectCommand {
    private final String description;
    private final Action action;

    ActionCommand(
            String description, Action action, Map<String, String> environment, Console console) {
        super(environment, console);
        this.description = description;
        this.action = action;
    }

    /// One of [Actions].
    @FunctionalInterface
    interface Action {
        int run(ProjectOptions options, Console console);
    }

    @Spec
    void spec(CommandSpec given) {
        given.usageMessage().description(description);
    }

    @Override
    int run(ProjectOptions options, Console console) {
        return action.run(options, console);
    }
}
