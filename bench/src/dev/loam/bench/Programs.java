package dev.loam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Other programs, run to their end.
public final class Programs {
    private Programs() {
    }

    /// What a program writes to its output. Fails when it takes longer or its exit code is not 0,
    /// with what it said last.
    public static String output(Duration timeMax, List<String> command)
            throws IOException, InterruptedException {
        return output(timeMax, null, Map.of(), command);
    }

    /// `dir` null is the current one; `environment` joins this process's own.
    public static String output(
            Duration timeMax, Path dir, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile("loam-bench", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            if (dir != null) {
                builder.directory(dir.toFile());
            }
            Process process = builder.start();
            process.getOutputStream().close();
            Thread.ofVirtual().start(() -> end(process, timeMax));
            String said = new String(process.getInputStream().readAllBytes());
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + code + ": "
                        + tail(said) + tail(Files.readString(errors)));
            }
            return said;
        } finally {
            Files.delete(errors);
        }
    }

    private static void end(Process process, Duration timeMax) {
        try {
            if (!process.waitFor(timeMax.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
        }
    }

    private static String tail(String text) {
        return text.length() <= 2_000 ? text : "…" + text.substring(text.length() - 2_000);
    }
}
