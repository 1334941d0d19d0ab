package dev.loam.kernel.cache;

import dev.loam.ports.database.Served.How;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what the cache does. Thread-safe.
final class Meters {
    private final Map<How, LongAdder> served = new EnumMap<>(How.class);
    private final Map<Reason, LongAdder> passes = new EnumMap<>(Reason.class);
    private final LongAdder invalidations = new LongAdder();
    private final LongAdder writesWaited = new LongAdder();
    private final LongAdder writesNotTold = new LongAdder();

    Meters() {
        for (How how : How.values()) {
            served.put(how, new LongAdder());
        }
        for (Reason reason : Reason.values()) {
            passes.put(reason, new LongAdder());
        }
    }

    void served(How how) {
        served.get(how).increment();
    }

    void passed(Reason reason) {
        passes.get(reason).increment();
    }

    void invalidated(int entries) {
        invalidations.add(entries);
    }

    /// A write was held back until its effects were known, or was not told of them in time.
    void waited(boolean told) {
        (told ? writesWaited : writesNotTold).increment();
    }

    CacheFigures figures(long entries, long weight, Duration behind) {
        var byHow = new EnumMap<How, Long>(How.class);
        served.forEach((how, count) -> byHow.put(how, count.sum()));
        var byReason = new EnumMap<Reason, Long>(Reason.class);
        passes.forEach((reason, count) -> byReason.put(reason, count.sum()));
        return new CacheFigures(byHow, byReason, invalidations.sum(), writesWaited.sum(),
                writesNotTold.sum(), entries, weight, behind);
    }
}
