package dev.loam.kernel.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.base.limit.KeyHash;
import dev.loam.base.limit.Taken;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.identity.HandClock;
import dev.loam.ports.rate.Ask;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedCountsTest {
    private static final KeyHash HASHES = new KeyHash(new byte[KeyHash.KEY_BYTES]);
    private static final Duration WAIT = Duration.ofMillis(100);

    private final HandClock clock = new HandClock();
    private final HandStore store = new HandStore();

    private static Limiter limiter(String name, long limit) {
        return new Limiter(new RateRule(name, Set.of(By.IP), List.of(), Set.of(), Set.of(),
                Cost.REQUEST, RateRule.rate(Cost.REQUEST, limit, Duration.ofHours(1), limit)),
                1_000);
    }

    private static Limiter.Use use(Limiter limiter, String key) {
        return Limiter.Use.of(limiter, key, HASHES);
    }

    private SharedCounts counts(WhenAway whenAway) {
        return new SharedCounts(store, new RateConfig(List.of(), 1_000, WAIT, whenAway), clock);
    }

    private List<Taken> take(SharedCounts counts, Limiter.Use... uses) {
        return counts.take(List.of(uses), clock.nanos(), null);
    }

    @Test
    void all_rules_are_asked_at_once_by_keys_that_name_nobody() {
        take(counts(WhenAway.LOCAL), use(limiter("one", 5), "203.0.113.9"),
                use(limiter("two", 5), "203.0.113.9"));
        assertThat(store.asked).hasSize(1);
        assertThat(store.asked.getFirst()).extracting(Ask::key).allSatisfy(key ->
                assertThat(key).matches("(one|two):[0-9a-f]{32}"));
        assertThat(store.asked.getFirst()).extracting(Ask::units).containsOnly(1L);
    }

    @Test
    void who_was_refused_is_not_asked_about_again_until_the_time_has_come() {
        SharedCounts counts = counts(WhenAway.LOCAL);
        Limiter.Use use = use(limiter("one", 5), "a");
        store.waitNanos = Duration.ofSeconds(3).toNanos();
        assertThat(take(counts, use).getLast().granted()).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(take(counts, use).getLast().waitNanos())
                .isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(store.asked).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        store.waitNanos = 0;
        assertThat(take(counts, use).getLast().granted()).isTrue();
        assertThat(store.asked).hasSize(2);
    }

    @Test
    void a_store_that_fails_three_times_is_left_alone_for_a_second() {
        SharedCounts counts = counts(WhenAway.OPEN);
        Limiter.Use use = use(limiter("one", 5), "a");
        store.away = true;
        for (int i = 0; i < 10; i++) {
            assertThat(take(counts, use)).isEmpty();
        }
        assertThat(store.asked).hasSize(3);
        assertThat(counts.away()).isTrue();
        assertThat(counts.errors()).isEqualTo(3);
        clock.advance(Duration.ofSeconds(1));
        assertThat(take(counts, use)).isEmpty();
        assertThat(take(counts, use)).isEmpty();
        assertThat(store.asked).as("one tries it each second").hasSize(4);
        clock.advance(Duration.ofSeconds(1));
        store.away = false;
        assertThat(take(counts, use)).hasSize(1);
        assertThat(counts.away()).isFalse();
    }

    @Test
    void while_it_is_away_each_process_counts_for_itself_or_nobody_or_everybody_passes() {
        store.away = true;
        Limiter.Use use = use(limiter("one", 2), "a");
        SharedCounts local = counts(WhenAway.LOCAL);
        assertThat(take(local, use).getLast().granted()).isTrue();
        assertThat(take(local, use).getLast().granted()).isTrue();
        assertThat(take(local, use).getLast().granted()).isFalse();
        assertThat(take(counts(WhenAway.OPEN), use)).isEmpty();
        assertThatThrownBy(() -> take(counts(WhenAway.CLOSED), use))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.failure().code()).isEqualTo("LOAM-RATE-002");
                    assertThat(refusal.failure().status()).isEqualTo(503);
                    assertThat(refusal.failure().headers()).containsEntry("Retry-After", "1");
                });
    }

    @Test
    void it_waits_no_longer_than_is_set_nor_than_the_request_may() {
        SharedCounts counts = counts(WhenAway.LOCAL);
        Limiter.Use use = use(limiter("one", 5), "a");
        long now = clock.nanos();
        take(counts, use);
        counts.take(List.of(use), now, new Deadline(now + 7));
        counts.take(List.of(use), now, new Deadline(now + Duration.ofHours(1).toNanos()));
        assertThat(store.deadlines).extracting(Deadline::atNanos)
                .containsExactly(now + WAIT.toNanos(), now + 7, now + WAIT.toNanos());
    }

    @Test
    void clients_in_a_hurry_cannot_make_the_store_seem_away() {
        SharedCounts counts = counts(WhenAway.LOCAL);
        Limiter.Use use = use(limiter("one", 5), "a");
        store.away = true;
        for (int i = 0; i < 10; i++) {
            counts.take(List.of(use), clock.nanos(), new Deadline(clock.nanos()));
        }
        assertThat(counts.away()).isFalse();
        assertThat(counts.errors()).isZero();
        for (int i = 0; i < 3; i++) {
            counts.take(List.of(use), clock.nanos(), new Deadline(clock.nanos() + 1));
        }
        assertThat(counts.away()).as("it failed while there was time").isTrue();
    }

    @Test
    void what_an_answer_cost_is_charged_in_any_case() {
        SharedCounts counts = counts(WhenAway.LOCAL);
        Limiter.Use use = use(limiter("one", 2), "a");
        counts.charge(use, 7, clock.nanos(), new Deadline(clock.nanos() - 1));
        Ask ask = store.asked.getFirst().getFirst();
        assertThat(ask.units()).isEqualTo(7);
        assertThat(ask.always()).isTrue();
        store.away = true;
        counts.charge(use, 2, clock.nanos(), null);
        assertThat(take(counts, use).getLast().granted()).isFalse();
    }

    @Test
    void upkeep_makes_the_store_ready_once_and_cleans_by_the_batch() {
        var upkeep = new StoreUpkeep(store, clock, _ -> { });
        store.away = true;
        assertThat(upkeep.round()).isFalse();
        store.away = false;
        store.toClean = 2 * StoreUpkeep.BATCH + 1;
        assertThat(upkeep.round()).isTrue();
        assertThat(store.toClean).isZero();
        assertThat(upkeep.round()).isTrue();
        assertThat(store.prepared).isOne();
    }
}
