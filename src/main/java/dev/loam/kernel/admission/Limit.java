package dev.loam.kernel.admission;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// How many requests may be under way at once, learned from how long they take: TCP Vegas, applied
/// to requests.
///
/// Where a request takes `base` when little is under way and `mean` now, then of `limit` requests
/// about `limit · (1 − base / mean)` only wait somewhere further in. A few of these are wanted, so
/// that nothing further in runs dry, and no more than a few, since who waits there can neither be
/// overtaken nor sent away.
///
/// What differs from the paper, and from the library that made it known for servers:
///
/// - Geometric means over a window stand in place of single times. Requests differ in size, and
///   the shortest ever seen would say that everything else waits.
/// - The base is measured anew from time to time, at the least limit. To take what is measured at
///   the present limit for it, as the library does, lets the limit creep upwards while the load
///   lasts; so does the long mean of its Gradient2.
/// - While nobody waits for a place the limit stays, and the base follows what is measured.
///
/// Any thread may tell it times; whoever finds a window at its end does the sum.
///
/// Sources: L. Brakmo, L. Peterson, "TCP Vegas: End to End Congestion Avoidance on a Global
/// Internet", 1995. Netflix, "Performance Under Load", 2018, and its library concurrency-limits.
/// N. Cardwell et al., "BBR: Congestion-Based Congestion Control", 2016, for the measuring anew.
final class Limit {
    static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SAMPLES_MIN = 10;
    /// Busy windows from one measuring of the base to the next: some 12 s.
    private static final int WINDOWS_TO_PROBE = 120;
    private static final double CALM_WEIGHT = 0.125;
    private static final double LESS_WEIGHT = 0.25;
    private static final double LOG_UNIT = 1e6;

    private enum Phase { STEADY, EMPTYING, MEASURING }

    private final int min;
    private final int max;
    private final LongAdder samples = new LongAdder();
    private final LongAdder logs = new LongAdder();
    private final AtomicLong windowEnds;
    private volatile int now;
    private volatile double base;
    /// Whether somebody had to wait in this window.
    private volatile boolean busy;
    private Phase phase = Phase.STEADY;
    private int windows;
    private int steady;

    Limit(AdmissionConfig config, long nowNanos) {
        this.min = config.limitMin();
        this.max = config.limitMax();
        this.now = config.limitFirst();
        this.steady = now;
        this.windowEnds = new AtomicLong(nowNanos + WINDOW_NANOS);
    }

    int now() {
        return now;
    }

    /// How long a request takes while little is under way, 0 while nothing is known.
    long baseNanos() {
        return (long) base;
    }

    /// Somebody has to wait, or was sent away.
    void pressed() {
        if (!busy) {
            busy = true;
        }
    }

    /// A request took so long.
    void took(long requestNanos, long nowNanos) {
        samples.increment();
        logs.add(Math.round(Math.log(Math.max(1, requestNanos)) * LOG_UNIT));
        long ends = windowEnds.get();
        if (nowNanos - ends >= 0 && samples.sum() >= SAMPLES_MIN
                && windowEnds.compareAndSet(ends, nowNanos + WINDOW_NANOS)) {
            endWindow();
        }
    }

    /// Only one thread at a time gets here: who has moved the end of the window.
    private synchronized void endWindow() {
        long count = samples.sumThenReset();
        long sum = logs.sumThenReset();
        if (count > 0) {
            learn(Math.exp(sum / LOG_UNIT / count));
        }
    }

    private void learn(double mean) {
        boolean wasBusy = busy;
        busy = false;
        switch (phase) {
            case STEADY -> steady(mean, wasBusy);
            // What was under way before the limit fell is still among these.
            case EMPTYING -> phase = Phase.MEASURING;
            case MEASURING -> {
                base = mean;
                phase = Phase.STEADY;
                now = steady;
            }
        }
    }

    private void steady(double mean, boolean wasBusy) {
        if (base == 0) {
            base = mean;
        } else if (mean < base) {
            base += (mean - base) * LESS_WEIGHT;
        } else if (!wasBusy) {
            base += (mean - base) * CALM_WEIGHT;
        }
        if (!wasBusy || min == max) {
            return;
        }
        if (++windows >= WINDOWS_TO_PROBE) {
            windows = 0;
            steady = now;
            phase = Phase.EMPTYING;
            now = min;
            return;
        }
        now = next(now, now * (1 - base / mean));
    }

    private int next(int limit, double waiting) {
        int few = Math.max(1, limit / 10);
        int many = Math.max(2, limit / 4);
        if (waiting < few) {
            return Math.min(max, limit + few);
        }
        return waiting > many ? Math.max(min, limit - few) : limit;
    }
}
