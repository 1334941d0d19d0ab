package dev.loam.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `loam version`: what this build is and what runs it.
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        console.out().println("Loam " + (version == null ? "(not packaged)" : version)
                + " on Java " + Runtime.version());
        return 0;
    }
}
