package dev.loam.adapters.postgres.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Server processes of a folder that an earlier run left alive, and their marks.
///
/// Called only by the holder of the folder's lock, so whatever still runs there is an orphan: its
/// Loam was killed and it is just shutting down, or its postmaster was killed and the backends
/// have not noticed yet. They are recognised by the folder they work in, never by a number in a
/// file: after a restart of the machine or container that number may be anyone's.
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(10);

    private Leftovers() {
    }

    /// Ends all of them, politely for as long as `patience` says, and removes a stale
    /// `postmaster.pid`, which would make the server refuse to start.
    static void end(Path dataDir, Duration patience) throws IOException, InterruptedException {
        if (Files.notExists(dataDir)) {
            return;
        }
        Path folder = dataDir.toRealPath();
        List<ProcessHandle> alive = of(folder);
        if (!alive.isEmpty()) {
            LOG.info("ending {} server processes left over in {}", alive.size(), folder);
        }
        // Fast for the postmaster; a backend only loses its statement by it.
        alive = endWith("INT", alive, patience, folder);
        alive = endWith("QUIT", alive, LAST_WAIT, folder);
        alive = endWith("KILL", alive, LAST_WAIT, folder);
        if (!alive.isEmpty()) {
            throw new EmbeddedPostgresException("A PostgreSQL server still runs in " + folder
                    + " (process " + alive.getFirst().pid() + ") and cannot be ended.");
        }
        Files.deleteIfExists(folder.resolve("postmaster.pid"));
    }

    private static List<ProcessHandle> endWith(String signal, List<ProcessHandle> alive,
            Duration patience, Path folder) throws IOException, InterruptedException {
        if (alive.isEmpty() || patience.isZero()) {
            return alive;
        }
        for (ProcessHandle process : alive) {
            Command.signal(process.pid(), signal);
        }
        CompletableFuture<?> all = CompletableFuture.allOf(alive.stream()
                .map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            all.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.warn("server processes in {} do not end by SIG{}", folder, signal);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return of(folder);
    }

    private static List<ProcessHandle> of(Path folder) {
        return ProcessHandle.allProcesses().filter(p -> worksIn(p, folder)).toList();
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readSymbolicLink(proc.resolve("cwd")).equals(folder)
                    && Files.readString(proc.resolve("comm")).startsWith("postgres");
        } catch (IOException _) {
            // Gone in the meantime, or another user's: then it cannot be ours.
            return false;
        }
    }
}
