package dev.loam.app.running;

import dev.loam.base.task.Rounds;
import dev.loam.kernel.cache.Simulator.Access;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what the cache records of its accesses into a file, which begins anew with each start and
/// ends once it holds as many as are wanted.
final class TraceFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Path file;
    private final Supplier<List<Access>> recorded;
    private final Rounds rounds;
    private int left;

    /// `recorded` gives what was recorded since it was asked last.
    TraceFile(Path file, int accessesMax, Supplier<List<Access>> recorded) {
        this.file = file;
        this.recorded = recorded;
        this.left = accessesMax;
        this.rounds = new Rounds("cache-trace", Duration.ZERO, this::round);
        write(List.of(), StandardOpenOption.TRUNCATE_EXISTING);
        LOG.info("Accesses of the cache are recorded in {}", file);
        rounds.begin();
    }

    private Rounds.Next round() {
        append();
        return new Rounds.Next(true, left > 0 ? PAUSE : null);
    }

    private void append() {
        List<Access> accesses = recorded.get();
        if (left > 0 && !accesses.isEmpty()) {
            List<Access> fitting = accesses.subList(0, Math.min(left, accesses.size()));
            left -= fitting.size();
            write(fitting, StandardOpenOption.APPEND);
        }
    }

    private void write(List<Access> accesses, StandardOpenOption how) {
        try (BufferedWriter writer = Files.newBufferedWriter(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            for (Access access : accesses) {
                writer.write(access.line());
                writer.write('\n');
            }
        } catch (IOException e) {
            left = 0;
            LOG.warn("Accesses of the cache are recorded no more: {} cannot be written: {}", file,
                    e.getMessage());
        }
    }

    /// Writes what came since, and ends.
    @Override
    public void close() {
        rounds.close();
        append();
    }
}
