package dev.loam.app.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `loam completion`: a script by which a shell completes commands and options.
@Command(name = "completion", description = "Prints a script for the completion of a shell.",
        footer = {"", "  source <(loam completion bash)"})
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    /// The shells the script works in, written as users write them; it finds out itself which of
    /// them reads it.
    enum Shell { bash, zsh }

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().print(AutoComplete.bash("loam", spec.root().commandLine()));
        return 0;
    }
}
