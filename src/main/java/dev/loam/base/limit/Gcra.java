package dev.loam.base.limit;

import java.time.Duration;

/// The generic cell rate algorithm: an allowance that may be used up at once and comes back evenly.
///
/// Whoever is limited needs one number: the moment at which the allowance will be whole again. A
/// unit that is taken moves it by `unitNanos`; it may lie `spanNanos` ahead at most. So the
/// allowance has `spanNanos / unitNanos` units, one more of which is there every `unitNanos`. It is
/// the leaky bucket as a meter, without a timer that drains it.
///
/// Moments are nanoseconds of a clock whose values lie within 146 years of each other, so that
/// differences do not overflow. Each function is O(1), without allocation, and pure.
/// Source: ITU-T I.371, "Generic cell rate algorithm", the virtual scheduling form.
public record Gcra(long unitNanos, long spanNanos) {
    /// The longest time that an allowance may take to come back.
    public static final Duration SPAN_MAX = Duration.ofDays(366);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    public Gcra {
        if (unitNanos < 1 || spanNanos < unitNanos || spanNanos > SPAN_MAX.toNanos()) {
            throw new IllegalArgumentException(
                    "no rate: a unit in " + unitNanos + " ns, whole in " + spanNanos + " ns");
        }
    }

    /// `units` at once, which come back within the time.
    public static Gcra of(long units, Duration per) {
        return new Gcra(unit(units, per), per.toNanos());
    }

    /// `units` a time on the average, and `burst` of them at once.
    public static Gcra of(long units, Duration per, long burst) {
        long unit = unit(units, per);
        return new Gcra(unit, Math.multiplyExact(unit, burst));
    }

    /// In no time nothing comes back.
    private static long unit(long units, Duration per) {
        return per.isZero() ? 0 : Math.max(1, per.toNanos() / units);
    }

    /// The units of a whole allowance.
    public long units() {
        return spanNanos / unitNanos;
    }

    /// When the allowance will be whole again, once `units` more are taken. What an allowance that
    /// is whole already did in the meantime does not count.
    public long after(long wholeAt, long now, long units) {
        return (wholeAt - now > 0 ? wholeAt : now) + cost(units);
    }

    /// The nanoseconds that so many units take to come back. More than the clock can tell is the
    /// most that a rate may take, twice: nobody's allowance has them.
    public long cost(long units) {
        long most = 2 * SPAN_MAX.toNanos();
        return units > most / unitNanos ? most : units * unitNanos;
    }

    /// How long to wait until it may be taken, which would leave the allowance whole at `next`;
    /// zero or less where it may be taken now.
    public long waitNanos(long next, long now) {
        return next - now - spanNanos;
    }

    /// The same moment, brought near enough that a debt ends within one span.
    public long bounded(long next, long now) {
        return Math.min(next - now, 2 * spanNanos) + now;
    }

    /// The units that are left, none where there is a debt.
    public long left(long wholeAt, long now) {
        long used = Math.max(0, wholeAt - now);
        return used >= spanNanos ? 0 : (spanNanos - used) / unitNanos;
    }

    /// So many nanoseconds as whole seconds, rounded up; no less than none.
    public static long seconds(long nanos) {
        return nanos <= 0 ? 0 : (nanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    }
}
