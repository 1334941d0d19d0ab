package dev.loam.kernel.idempotency;

import dev.loam.kernel.module.Meter;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What became of requests with a key.
final class Figures {
    private final LongAdder kept = new LongAdder();
    private final LongAdder replayed = new LongAdder();
    private final LongAdder reused = new LongAdder();
    private final LongAdder busy = new LongAdder();

    void kept() {
        kept.increment();
    }

    void replayed() {
        replayed.increment();
    }

    void reused() {
        reused.increment();
    }

    void busy() {
        busy.increment();
    }

    List<Meter> meters() {
        return List.of(
                Meter.counter("loam_idempotency_kept_total",
                        "Answers that were kept under an idempotency key.", kept::sum),
                Meter.counter("loam_idempotency_replayed_total",
                        "Requests that got an answer kept before.", replayed::sum),
                Meter.counter("loam_idempotency_reused_total",
                        "Requests refused since their key was another request's.", reused::sum),
                Meter.counter("loam_idempotency_busy_total",
                        "Requests refused since another with their key was not done in time.",
                        busy::sum));
    }
}
