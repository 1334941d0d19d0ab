package dev.loam.adapters.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A short program run to its end: exit code and everything it said.
record Command(int exit, String output) {
    static final Duration MINUTE = Duration.ofMinutes(1);
    /// A program that is not installed; the shell's own number for it.
    static final int NOT_FOUND = 127;

    boolean succeeded() {
        return exit == 0;
    }

    static Command run(Duration atMost, String... words) throws IOException {
        return run(atMost, "", List.of(words));
    }

    /// Runs a program with `input` as its standard input. The server's environment variables are
    /// taken away, so that `PGDATA` and its kin of a user's shell mean nothing here.
    static Command run(Duration atMost, String input, List<String> words) throws IOException {
        Process process;
        try {
            process = builder(words).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Command(NOT_FOUND, e.getMessage());
        }
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // A program that ends without reading its input is judged by its exit code.
        }
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> readAll(process));
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new EmbeddedPostgresException(words.getFirst() + " did not end within "
                        + atMost.toSeconds() + " s.");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while " + words.getFirst()
                    + " ran.", e);
        }
        return new Command(process.exitValue(), said.join().strip());
    }

    static ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return builder;
    }

    /// Sends a signal, such as `INT`; a process that is gone already is no failure.
    static void signal(long pid, String name) throws IOException {
        run(MINUTE, "sh", "-c", "kill -" + name + " " + pid);
    }

    private static String readAll(Process process) {
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
