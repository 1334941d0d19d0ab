package dev.loam.app.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A Loam process that serves a project, as noted in `.loam/loam.pid`.
///
/// The file's first line is the process id alone, then the moment the process began, the API's
/// address and the admin port's (an empty line when there is none). The beginning tells the process
/// from another one that got the same id later.
public record RunningLoam(long pid, Instant began, String url, String adminUrl) {
    private static final Duration CORRECTION_MAX = Duration.ofSeconds(10);

    /// Notes this process as the one that serves the project.
    public static RunningLoam note(ProjectFolder project, String url, String adminUrl) {
        ProcessHandle self = ProcessHandle.current();
        RunningLoam running = new RunningLoam(self.pid(), beginning(self), url, adminUrl);
        project.prepare();
        Path draft = project.own().resolve("loam.pid.new");
        try {
            Files.writeString(draft, running.lines());
            Files.move(draft, project.pidFile(), StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        return running;
    }

    /// The process that serves the project now, empty when none does.
    public static Optional<RunningLoam> of(ProjectFolder project) {
        try {
            List<String> lines = Files.readAllLines(project.pidFile());
            if (lines.size() < 4) {
                return Optional.empty();
            }
            RunningLoam noted = new RunningLoam(Long.parseLong(lines.get(0)),
                    Instant.parse(lines.get(1)), lines.get(2),
                    lines.get(3).isEmpty() ? null : lines.get(3));
            return noted.process().map(_ -> noted);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        } catch (RuntimeException _) {
            // Not a note of ours; whoever wrote it, no process of Loam stands behind it.
            return Optional.empty();
        }
    }

    /// The process itself, empty when it has ended.
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> near(beginning(process), began));
    }

    /// Takes the note back, unless another process has written its own since.
    public void forget(ProjectFolder project) {
        try {
            Path file = project.pidFile();
            if (Files.exists(file) && Files.readString(file).equals(lines())) {
                Files.delete(file);
            }
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private String lines() {
        return pid + "\n" + began + "\n" + url + "\n" + (adminUrl == null ? "" : adminUrl) + "\n";
    }

    // The system counts a beginning from its own start, which it corrects when its clock is set.
    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(CORRECTION_MAX) < 0;
    }

    private static Instant beginning(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
