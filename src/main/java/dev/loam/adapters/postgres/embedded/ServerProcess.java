package dev.loam.adapters.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One run of the server, tied to the life of this process.
///
/// A shell stands between the two. It starts the server, and beside it a watcher that reads a
/// pipe into which nobody ever writes. The pipe's other end is held by this process alone: when
/// this process closes it, or ends in whatever way, even by `kill -9`, the operating system closes
/// it, the watcher reads the end and asks the server for a fast shutdown. Stopping and dying are
/// so the same path, and the ordinary stop proves the other one every day. The kernel's own
/// parent-death signal was not used: it follows the *thread* that started the child.
///
/// `setsid` keeps the terminal's Ctrl-C away from the server, which has to outlive the requests
/// that are being finished. The shell ignores the signals by which a machine that shuts down ends
/// everything at once, so it is the server that decides when it is done; the server installs its
/// own handlers.
final class ServerProcess {
    private static final String SHELL = """
            trap '' INT TERM HUP
            exec 3<&0 </dev/null
            "$@" 3<&- &
            server=$!
            ( read -r _ <&3; kill -INT $server ) >/dev/null 2>&1 &
            watcher=$!
            exec 3<&-
            wait $server
            code=$?
            kill -KILL $watcher
            exit $code
            """;

    /// How much free memory a process of the server may keep, in bytes. A wide answer is made in
    /// pieces as large as itself; glibc would give each back to the kernel at the end, to have it
    /// cleared for the next answer. Other C libraries do not know these words.
    private static final String KEPT_BYTES = Integer.toString(4 << 20);
    private static final List<String> KEEPING =
            List.of("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_");

    private static final Duration LOG_PATIENCE = Duration.ofSeconds(2);

    private final Process shell;
    private final Path dataDir;
    private final ServerLog log;
    private final Thread logReader;

    private ServerProcess(Process shell, Path dataDir, ServerLog log, Thread logReader) {
        this.shell = shell;
        this.dataDir = dataDir;
        this.log = log;
        this.logReader = logReader;
    }

    /// Starts the server and waits until it takes connections.
    static ServerProcess start(List<String> server, EmbeddedFolder folder, Duration atMost)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("setsid", "sh", "-c", SHELL, "loam-postgres"));
        words.addAll(server);
        ProcessBuilder builder = Command.builder(words).redirectErrorStream(true);
        KEEPING.forEach(name -> builder.environment().putIfAbsent(name, KEPT_BYTES));
        Process shell = builder.start();
        ServerLog log = new ServerLog(shell.getInputStream(), folder.logFile());
        Thread reader = Thread.ofPlatform().daemon().name("loam-postgres-log").start(log);
        ServerProcess process = new ServerProcess(shell, folder.dataDir(), log, reader);
        try {
            CompletableFuture.anyOf(log.ready(), shell.onExit())
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.kill();
            throw new EmbeddedPostgresException("PostgreSQL did not start within "
                    + atMost.toSeconds() + " s; its log " + folder.logFile() + " ends with: "
                    + log.tail(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            process.kill();
            throw e;
        }
        if (!log.ready().isDone()) {
            reader.join(Command.MINUTE);
            throw new NotStarted(log.tail().strip());
        }
        return process;
    }

    /// Fast shutdown: sessions are ended, everything is written; then harder, so that it ends.
    void stop(Duration atMost) throws IOException, InterruptedException {
        shell.getOutputStream().close();
        if (!shell.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
        // So that the log ends with the server's last words.
        logReader.join(LOG_PATIENCE);
    }

    CompletableFuture<Process> onExit() {
        return shell.onExit();
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    String lastWords() {
        return log.tail().strip();
    }

    /// The server's own process, not the shell's; 0 when it is gone.
    long pid() throws IOException {
        Path file = dataDir.resolve("postmaster.pid");
        return Files.exists(file) ? Long.parseLong(Files.readAllLines(file).getFirst().strip()) : 0;
    }

    private void kill() throws IOException, InterruptedException {
        Leftovers.end(dataDir, Duration.ZERO);
        shell.destroyForcibly().waitFor();
    }

    /// The server ended before it was ready; the message is what it said.
    static final class NotStarted extends IOException {
        NotStarted(String said) {
            super(said);
        }

        boolean portWasTaken() {
            return getMessage().contains("could not bind")
                    || getMessage().contains("could not create any TCP/IP sockets");
        }
    }
}
