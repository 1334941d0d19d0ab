package dev.loam.kernel.admission;

import java.util.concurrent.atomic.LongAdder;

/// How many waited and how many were sent away, by why and by whom.
final class Counts {
    private final LongAdder waited = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final LongAdder[][] sentAway =
            new LongAdder[Priority.values().length][Verdict.values().length];

    Counts() {
        for (LongAdder[] each : sentAway) {
            for (int i = 0; i < each.length; i++) {
                each[i] = new LongAdder();
            }
        }
    }

    void waited(long nanos) {
        waited.increment();
        waitedNanos.add(nanos);
    }

    void sentAway(Priority priority, Verdict why) {
        sentAway[priority.ordinal()][why.ordinal()].increment();
    }

    long waited() {
        return waited.sum();
    }

    long waitedNanos() {
        return waitedNanos.sum();
    }

    long sentAwayOf(Priority priority, Verdict why) {
        return sentAway[priority.ordinal()][why.ordinal()].sum();
    }
}
