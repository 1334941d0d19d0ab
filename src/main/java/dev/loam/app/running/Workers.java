package dev.loam.app.running;

import dev.loam.kernel.module.Worker;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work that modules do beside requests, each on a thread of its own until it is closed. They
/// are ended one after the other, since one may give the next something to do.
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private static final Duration ENDING_MAX = Duration.ofSeconds(10);

    private final Clock clock;
    private final List<Thread> threads;
    private volatile boolean closing;

    Workers(List<Worker> workers, Clock clock) {
        this.clock = clock;
        this.threads = workers.stream().map(worker -> Thread.ofVirtual().name(worker.name())
                .start(() -> run(worker))).toList();
    }

    private void run(Worker worker) {
        try {
            worker.run();
        } catch (InterruptedException _) {
            // Told to end.
        } catch (RuntimeException | AssertionError defect) {
            LOG.error("The worker {} failed and is not there any more", worker.name(), defect);
        }
        if (!closing) {
            LOG.error("The worker {} has ended by itself", worker.name());
        }
    }

    @Override
    public void close() {
        closing = true;
        var end = clock.nanos() + ENDING_MAX.toNanos();
        try {
            for (Thread thread : threads) {
                thread.interrupt();
                if (!thread.join(Duration.ofNanos(Math.max(1, end - clock.nanos())))) {
                    LOG.warn("The worker {} has not ended", thread.getName());
                }
            }
        } catch (InterruptedException _) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }
}
