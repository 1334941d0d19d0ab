package dev.loam.app;

import dev.loam.app.cli.Cli;
import dev.loam.app.cli.Console;
import dev.loam.app.command.ProjectActions;

/// Where the program begins.
public final class Main {
    private Main() {
    }

    /// Runs one command and ends the process with its exit code: 0, 1 for a failure, 2 for a wrong
    /// call or configuration.
    public static void main(String[] arguments) {
        Console console = Console.system();
        int code = new Cli(new ProjectActions(), console, System.getenv()).run(arguments);
        console.flush();
        System.exit(code);
    }
}
