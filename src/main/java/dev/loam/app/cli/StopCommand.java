package dev.loam.app.cli;

import dev.loam.app.project.ProjectFolder;
import dev.loam.app.project.RunningLoam;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loam stop`: asks the process that serves a project to end, and waits until it has.
@Command(name = "stop",
        description = "Stops the Loam that serves a project, and waits for its end.")
final class StopCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
            description = "The project's folder (the current one).")
    private Path dir;

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "60",
            description = "How long to wait for the end (${DEFAULT-VALUE}).")
    private int waitSeconds;

    StopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        ProjectFolder project = ProjectMixin.folder(dir);
        Optional<RunningLoam> running = RunningLoam.of(project);
        Optional<ProcessHandle> process = running.flatMap(RunningLoam::process);
        if (process.isEmpty()) {
            console.err().println("No Loam serves " + project.dir());
            return 0;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(waitSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw new CommandFailed("Process " + process.get().pid() + " still runs after "
                    + waitSeconds + " s");
        } catch (ExecutionException wrong) {
            throw new IllegalStateException(wrong);
        }
        console.err().println("Stopped process " + process.get().pid());
        return 0;
    }
}
