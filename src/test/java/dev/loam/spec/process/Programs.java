package dev.loam.spec.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Other programs of the system, run to their end.
final class Programs {
    private Programs() {
    }

    /// What psql prints, one line a row; it must succeed.
    static String psql(String url, String sql) {
        return run("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", url, "-c", sql);
    }

    /// Stdout of a program that must succeed.
    static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            var out = new String(
                    process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var err = new String(
                    process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(List.of(command) + "\n" + out + err);
            }
            return out.strip();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        } catch (InterruptedException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
