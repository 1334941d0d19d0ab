package dev.loam.app.cli;

import dev.loam.app.project.ProjectFolder;
import dev.loam.app.project.RunningLoam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `loam reset`: deletes the data of a project's own PostgreSQL, keys stay. The next start makes a
/// new database from the migrations.
@Command(name = "reset",
        description = "Deletes the project's own database; the next start makes a new one.")
final class ResetCommand extends ProjectCommand {
    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    ResetCommand(Map<String, String> environment, Console console) {
        super(environment, console);
    }

    @Override
    int run(ProjectOptions options, Console console) throws IOException {
        ProjectFolder project = options.project();
        if (!options.config().database().embedded()) {
            throw new CommandFailed(
                    "The project uses a database of yours (database.url); Loam does not delete it");
        }
        RunningLoam.of(project).ifPresent(running -> {
            throw new CommandFailed("Process " + running.pid() + " serves " + project.dir()
                    + "; stop it first: loam stop");
        });
        Path data = project.postgres();
        refuseWhileServed(data);
        if (!Files.exists(data)) {
            console.err().println("There is no database in " + project.dir());
            return 0;
        }
        if (!yes && !confirmed(data, console)) {
            console.err().println("Nothing was deleted");
            return 1;
        }
        delete(data);
        console.err().println("Deleted " + data);
        return 0;
    }

    private static boolean confirmed(Path data, Console console) throws IOException {
        console.err().print("Delete the database in " + data + " with all its data? [y/N] ");
        console.err().flush();
        String answer = console.in().readLine();
        return answer != null && answer.strip().matches("(?i)y|yes");
    }

    /// PostgreSQL's own note of its process outlives a crash, so the process is looked for.
    private static void refuseWhileServed(Path data) throws IOException {
        Path note = data.resolve("postmaster.pid");
        if (!Files.exists(note)) {
            return;
        }
        String pid = Files.readString(note).lines().findFirst().orElse("").strip();
        boolean alive = pid.matches("\\d{1,9}") && ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().command().orElse("postgres")
                        .contains("postgres"))
                .isPresent();
        if (alive) {
            throw new CommandFailed("PostgreSQL (process " + pid + ") still uses " + data);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
