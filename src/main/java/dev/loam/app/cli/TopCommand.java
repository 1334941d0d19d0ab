package dev.loam.app.cli;

import dev.loam.app.project.RunningLoam;
import dev.loam.app.top.Terminal;
import dev.loam.app.top.Top;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loam top`: what a running Loam does, as it happens.
@Command(name = "top",
        description = "Shows a running Loam's requests by load, its pool, cache, feed and"
                + " database, every second.",
        footer = {"", "q ends it."})
final class TopCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "URL|PROJECT_DIR", defaultValue = ".",
            description = "The address of the admin port, or the folder of a project that is"
                    + " served (the current one).")
    private String target;

    @Option(names = "--once",
            description = "Print what happened since the process began, and end.")
    private boolean once;

    TopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        String address = address();
        try (Top top = new Top(address)) {
            if (once || System.console() == null || !System.console().isTerminal()) {
                top.once().forEach(console.out()::println);
            } else {
                try (Terminal terminal = Terminal.open(System.in, console.out())) {
                    top.live(terminal);
                }
            }
            return 0;
        } catch (IOException wrong) {
            throw new CommandFailed("No figures at " + address + ": "
                    + (wrong.getMessage() == null ? "it cannot be reached" : wrong.getMessage()));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(address + " is no address: " + wrong.getMessage());
        }
    }

    private String address() {
        if (target.matches("https?://.*")) {
            return target;
        }
        var project = ProjectMixin.folder(Path.of(target));
        RunningLoam running = RunningLoam.of(project).orElseThrow(
                () -> new CommandFailed("No Loam serves " + project.dir()));
        if (running.adminUrl() == null) {
            throw new CommandFailed("The Loam that serves " + project.dir()
                    + " has no admin port: server.admin-port");
        }
        return running.adminUrl();
    }
}
