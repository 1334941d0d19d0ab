package dev.loam.kernel.watch;

import dev.loam.kernel.module.Meter.Distribution;
import dev.loam.kernel.module.Meter.Exemplar;
import dev.loam.ports.telemetry.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/// Counts whole numbers, nanoseconds say, by their size.
///
/// To record one is to look for its bucket among a dozen and to add to two counters: no lock, and
/// no object unless its trace is kept as an exemplar. A reading may miss what is recorded
/// meanwhile.
public final class Histogram {
    private final long[] bounds;
    private final double unit;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();
    private final AtomicReferenceArray<Seen> seen;

    /// A value that was recorded in a trace.
    private record Seen(TraceContext trace, long value, long atMillis) {
    }

    /// @param unit what one of the recorded numbers is worth in the unit that is shown
    /// @param bounds upper bounds, in the recorded unit, rising
    public Histogram(double unit, long... bounds) {
        this.bounds = bounds.clone();
        this.unit = unit;
        this.counts = new LongAdder[bounds.length + 1];
        Arrays.setAll(counts, _ -> new LongAdder());
        this.seen = new AtomicReferenceArray<>(counts.length);
    }

    /// Of nanoseconds, shown as seconds, from half a millisecond to ten seconds.
    public static Histogram ofTimes() {
        return new Histogram(1e-9, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000,
                25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000,
                2_500_000_000L, 5_000_000_000L, 10_000_000_000L);
    }

    /// Of bytes, from a hundred to a hundred millions.
    public static Histogram ofSizes() {
        return new Histogram(1, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000);
    }

    public void record(long value) {
        counts[bucket(value)].increment();
        sum.add(value);
    }

    /// Records a value that came in a trace, which is shown with it where somebody keeps it.
    public void record(long value, TraceContext trace, long nowMillis) {
        int bucket = bucket(value);
        counts[bucket].increment();
        sum.add(value);
        if (trace != null && trace.sampled()) {
            seen.lazySet(bucket, new Seen(trace, value, nowMillis));
        }
    }

    private int bucket(long value) {
        int at = 0;
        while (at < bounds.length && value > bounds[at]) {
            at++;
        }
        return at;
    }

    public Distribution read() {
        List<Double> upper = new ArrayList<>(bounds.length);
        for (long bound : bounds) {
            upper.add(shown(bound));
        }
        List<Long> numbers = new ArrayList<>(counts.length);
        List<Exemplar> exemplars = new ArrayList<>(counts.length);
        for (int i = 0; i < counts.length; i++) {
            numbers.add(counts[i].sum());
            Seen one = seen.get(i);
            exemplars.add(one == null ? null : new Exemplar(one.trace().traceId(),
                    shown(one.value()), Instant.ofEpochMilli(one.atMillis())));
        }
        return new Distribution(upper, numbers, shown(sum.sum()), exemplars);
    }

    /// Divided where that is exact: a billionth has no exact double.
    private double shown(long value) {
        return unit < 1 ? value / Math.rint(1 / unit) : value * unit;
    }
}
