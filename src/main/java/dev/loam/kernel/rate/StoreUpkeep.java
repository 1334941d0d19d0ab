package dev.loam.kernel.rate;

import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.rate.Uncounted;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a shared store ready, and deletes from it once a minute the keys whose allowance is whole
/// again.
final class StoreUpkeep implements Worker {
    static final int BATCH = 5_000;
    private static final int BATCHES_MAX = 1_000;
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(StoreUpkeep.class);

    private final RateStore store;
    private final Clock clock;
    private final Pause pause;
    private boolean ready;

    StoreUpkeep(RateStore store, Clock clock, Pause pause) {
        this.store = store;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "rate-upkeep";
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            pause.about(round() ? BETWEEN : BETWEEN_TRIES);
        }
    }

    /// Whether the store is ready and did what it was asked.
    boolean round() {
        try {
            if (!ready) {
                store.prepare(soon());
                ready = true;
            }
            int batches = 0;
            while (store.clean(BATCH, soon()) == BATCH && batches < BATCHES_MAX) {
                batches++;
            }
            return true;
        } catch (Uncounted wrong) {
            // Requests tell the operator, since they are what suffers.
            LOG.debug("The store of shared limits is not kept up", wrong);
            return false;
        }
    }

    private Deadline soon() {
        return Deadline.after(TIME_MAX, clock.nanos());
    }
}
