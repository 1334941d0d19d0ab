package dev.loam.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command the launcher carries out itself in a clone of the repository (`test`, `check`,
/// `package`). It is here so that help and completion know it.
@Command
final class CloneCommand implements Callable<Integer> {
    private final String description;
    private CommandSpec spec;

    CloneCommand(String description) {
        this.description = description;
    }

    @Spec
    void spec(CommandSpec given) {
        spec = given;
        spec.usageMessage().description(description + " Only in a clone of the repository.");
    }

    @Override
    public Integer call() {
        throw new CommandFailed(spec.name() + " works only in a clone of the repository");
    }
}
