package dev.loam.modules.auth.account;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.auth.failure.AuthCode;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work whose time and outcome must not tell whether an address has an account: done after the
/// request was answered, in the order it came, by one worker.
///
/// Where an address counts without proof, sign-up tells anyhow who has an account; then the work is
/// done at once and its refusals are told. What is waiting is bounded: more is refused.
public final class Quietly implements Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);
    private static final int WAITING_MAX = 1_000;

    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

    /// Does the work later, or at once where it may be `open`.
    void later(boolean open, Runnable work) {
        if (open) {
            work.run();
        } else if (!waiting.offer(work)) {
            throw AuthCode.OVER_REQUEST_RATE_LIMIT.refusal();
        }
    }

    @Override
    public String name() {
        return "auth: what must not be seen";
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            var work = waiting.take();
            try {
                work.run();
            } catch (Refusal refusal) {
                LOG.info("Not done: {}", refusal.failure().message());
            } catch (RuntimeException defect) {
                LOG.error("Not done", defect);
            }
        }
    }
}
