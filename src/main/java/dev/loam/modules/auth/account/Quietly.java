package dev.loam.modules.auth.account;

import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work whose time and outcome must not tell whether an address has an account: done after the
/// request was answered, in the order it came, by one worker.
///
/// Where an address counts without proof, sign-up tells anyhow who has an account; then the work is
/// done at once and its refusals are told. Work must bear being done again where an interrupt broke
/// it off, as a transaction does. What is waiting is bounded: more is refused. At the end
/// of the process what still waits is done, for two seconds at most.
public final class Quietly implements Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);
    private static final int WAITING_MAX = 1_000;
    private static final Duration ENDING_MAX = Duration.ofSeconds(2);

    private final Clock clock;
    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    /// What has to be done again; the worker's own.
    private Runnable brokenOff;

    public Quietly(Clock clock) {
        this.clock = clock;
    }

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
        try {
            while (true) {
                brokenOff = doNow(waiting.take());
            }
        } finally {
            // An interrupt would break off what is left as well.
            Thread.interrupted();
            finish();
        }
    }

    /// The work itself where an interrupt broke it off, else null.
    private static Runnable doNow(Runnable work) {
        try {
            work.run();
        } catch (Refusal refusal) {
            if (Thread.currentThread().isInterrupted()) {
                return work;
            }
            LOG.info("Not done: {}", refusal.failure().message());
        } catch (RuntimeException defect) {
            LOG.error("Not done", defect);
        }
        return null;
    }

    /// Those who wait were told that it will be done.
    private void finish() {
        var end = Deadline.after(ENDING_MAX, clock.nanos());
        if (brokenOff != null) {
            doNow(brokenOff);
        }
        while (!waiting.isEmpty() && !end.passed(clock.nanos())) {
            doNow(waiting.remove());
        }
        if (!waiting.isEmpty()) {
            LOG.warn("{} requests were answered and not done when the process ended",
                    waiting.size());
        }
    }
}
