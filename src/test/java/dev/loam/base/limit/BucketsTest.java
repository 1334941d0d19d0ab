package dev.loam.base.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final Gcra RATE = Gcra.of(10, Duration.ofMinutes(1));
    private static final KeyHash HASHES = new KeyHash(new byte[KeyHash.KEY_BYTES]);

    @Test
    void each_key_has_an_allowance_of_its_own_as_a_map_would_keep_it() {
        var random = new Random(7);
        var buckets = new Buckets(10_000);
        var model = new HashMap<String, Long>();
        long now = 0;
        for (int step = 0; step < 50_000; step++) {
            now += random.nextInt(100_000_000);
            String key = "user-" + random.nextInt(500);
            long next = RATE.after(model.getOrDefault(key, now), now, 1);
            boolean expected = RATE.waitNanos(next, now) <= 0;
            Taken taken = buckets.take(HASHES.of(key), RATE, 1, now);
            assertThat(taken.granted()).isEqualTo(expected);
            if (expected) {
                model.put(key, next);
            }
            assertThat(buckets.wholeIn(HASHES.of(key), now))
                    .isEqualTo(Math.max(0, model.getOrDefault(key, now) - now));
        }
    }

    @Test
    void a_flood_of_new_keys_does_not_reset_an_offender_and_takes_no_more_memory() {
        var buckets = new Buckets(1_000);
        long offender = HASHES.of("offender");
        IntStream.range(0, 10).forEach(_ -> buckets.take(offender, RATE, 1, 0));
        for (int i = 0; i < 500_000; i++) {
            buckets.take(HASHES.of("new-" + i), RATE, 1, i);
        }
        assertThat(buckets.take(offender, RATE, 1, 500_000).granted()).isFalse();
        assertThat(buckets.places()).isLessThanOrEqualTo(4_096);
    }

    @Test
    void a_hundred_thousand_keys_are_remembered_in_4_mib() {
        var buckets = new Buckets(100_000);
        IntStream.range(0, 100_000).forEach(i ->
                buckets.take(HASHES.of("key-" + i), RATE, 1, 0));
        assertThat(buckets.size(0)).isGreaterThan(99_500);
        assertThat(buckets.places() * Buckets.PLACE_BYTES).isLessThanOrEqualTo(4 << 20);
        assertThat(buckets.size(RATE.spanNanos())).isZero();
    }

    @Test
    void what_is_given_back_was_never_taken_and_a_charge_may_leave_a_debt() {
        var buckets = new Buckets(1_000);
        buckets.take(1, RATE, 10, 0);
        buckets.giveBack(1, RATE, 4, 0);
        assertThat(buckets.take(1, RATE, 4, 0).granted()).isTrue();
        assertThat(buckets.take(1, RATE, 0, 0).granted()).isFalse();
        buckets.charge(1, RATE, 1_000, 0);
        assertThat(buckets.wholeIn(1, 0)).isEqualTo(2 * RATE.spanNanos());
    }

    @Test
    void many_threads_get_exactly_the_allowance() throws InterruptedException {
        var buckets = new Buckets(1_000);
        var granted = new AtomicInteger();
        var threads = IntStream.range(0, 8).mapToObj(_ -> Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 1_000; i++) {
                if (buckets.take(5, RATE, 1, 0).granted()) {
                    granted.incrementAndGet();
                }
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(granted).hasValue(10);
    }

    @Test
    void hashes_differ_by_key_and_by_text() {
        byte[] other = new byte[KeyHash.KEY_BYTES];
        other[3] = 1;
        assertThat(HASHES.of("a")).isNotEqualTo(new KeyHash(other).of("a"))
                .isNotEqualTo(HASHES.of("b")).isEqualTo(HASHES.of("a"));
        assertThat(IntStream.range(0, 20).mapToObj("x"::repeat).map(HASHES::of).distinct())
                .hasSize(20);
    }
}
