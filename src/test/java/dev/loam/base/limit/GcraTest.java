package dev.loam.base.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GcraTest {
    private static final int RUNS = 200;
    private static final int STEPS = 300;

    /// A bucket of whole nanoseconds that a timer would fill: the same thing, told plainly.
    private static final class Naive {
        private final Gcra rate;
        private long full;
        private long at;

        Naive(Gcra rate, long now) {
            this.rate = rate;
            this.full = rate.spanNanos();
            this.at = now;
        }

        boolean takes(long units, long now) {
            full = Math.min(rate.spanNanos(), full + (now - at));
            at = now;
            if (full < units * rate.unitNanos()) {
                return false;
            }
            full -= units * rate.unitNanos();
            return true;
        }
    }

    @Test
    void it_allows_what_a_bucket_allows_that_is_filled_all_the_time() {
        for (int seed = 0; seed < RUNS; seed++) {
            var random = new Random(seed);
            var rate = new Gcra(1 + random.nextInt(1_000), 1_000 + random.nextInt(50_000));
            long now = random.nextLong();
            long wholeAt = now;
            var naive = new Naive(rate, now);
            for (int step = 0; step < STEPS; step++) {
                now += random.nextInt(3) == 0 ? random.nextInt(20_000) : random.nextInt(50);
                long units = 1 + random.nextInt(5);
                long next = rate.after(wholeAt, now, units);
                boolean allowed = rate.waitNanos(next, now) <= 0;
                assertThat(allowed).as("seed %d, step %d", seed, step)
                        .isEqualTo(naive.takes(units, now));
                wholeAt = allowed ? next : wholeAt;
                assertThat(rate.left(wholeAt, now)).as("seed %d", seed)
                        .isEqualTo(naive.full / rate.unitNanos());
            }
        }
    }

    @Test
    void after_the_wait_that_it_tells_and_not_before_it_allows() {
        for (int seed = 0; seed < RUNS; seed++) {
            var random = new Random(seed);
            var rate = new Gcra(1 + random.nextInt(1_000), 1_000 + random.nextInt(50_000));
            long wholeAt = random.nextInt(60_000);
            long wait = rate.waitNanos(rate.after(wholeAt, 0, 1), 0);
            if (wait > 0) {
                assertThat(rate.waitNanos(rate.after(wholeAt, wait, 1), wait)).isZero();
                assertThat(rate.waitNanos(rate.after(wholeAt, wait - 1, 1), wait - 1)).isOne();
            }
        }
    }

    @Test
    void a_burst_of_its_own_changes_what_comes_at_once_and_not_what_comes_back() {
        var rate = Gcra.of(60, Duration.ofMinutes(1), 5);
        assertThat(rate.units()).isEqualTo(5);
        assertThat(rate.unitNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThatThrownBy(() -> Gcra.of(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_debt_ends_within_a_span() {
        var rate = Gcra.of(10, Duration.ofSeconds(10));
        long next = rate.bounded(rate.after(0, 0, Long.MAX_VALUE), 0);
        assertThat(rate.waitNanos(next, 0)).isEqualTo(rate.spanNanos());
    }
}
