package dev.loam.app.cli;

import dev.loam.app.project.ProjectFolder;
import dev.loam.app.project.RunningLoam;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `loam status`: says whether a project is served, and whether it is ready.
@Command(name = "status", description = "Says whether a project is served and ready.",
        footer = {"", "Exit code 0 when it is ready, 1 when it is not."})
final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROJECT_DIR", defaultValue = ".",
            description = "The project's folder (the current one).")
    private Path dir;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        ProjectFolder project = ProjectMixin.folder(dir);
        Optional<RunningLoam> running = RunningLoam.of(project);
        if (running.isEmpty()) {
            console.out().println("No Loam serves " + project.dir());
            return 1;
        }
        RunningLoam loam = running.get();
        String obstacle = loam.adminUrl() == null ? null : Readiness.obstacle(loam.adminUrl());
        console.out().println("Process " + loam.pid() + " serves " + project.dir() + " at "
                + loam.url() + (obstacle == null ? ", ready" : ", not ready: " + obstacle));
        String changes = loam.adminUrl() == null ? null : Readiness.changes(loam.adminUrl());
        if (changes != null) {
            console.out().println(changes);
        }
        return obstacle == null ? 0 : 1;
    }
}
