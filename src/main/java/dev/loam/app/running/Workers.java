package dev.loam.app.running;

import dev.loam.kernel.module.Worker;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work that modules do beside requests, each on a thread of its own until it is closed.
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final List<Thread> threads;
    private volatile boolean closing;

    Workers(List<Worker> workers) {
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
        threads.forEach(Thread::interrupt);
    }
}
