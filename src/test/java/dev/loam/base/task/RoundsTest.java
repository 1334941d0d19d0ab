package dev.loam.base.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.task.Rounds.Next;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicInteger count = new AtomicInteger();

    private Rounds begun(Duration first, Rounds.Round round) {
        var rounds = new Rounds("rounds", first, round);
        rounds.begin();
        return rounds;
    }

    @Test
    void a_round_comes_after_the_pause_of_the_last_one() throws InterruptedException {
        try (var rounds = begun(Duration.ZERO, () -> {
            count.incrementAndGet();
            return new Next(true, Duration.ofMillis(1));
        })) {
            assertThat(rounds.await(() -> count.get() > 2, PATIENCE)).isTrue();
        }
    }

    @Test
    void without_a_pause_it_waits_to_be_asked() throws InterruptedException {
        try (var rounds = begun(Duration.ofDays(1), () -> {
            count.incrementAndGet();
            return new Next(true, null);
        })) {
            assertThat(rounds.askAndWait(PATIENCE)).isTrue();
            assertThat(rounds.askAndWait(PATIENCE)).isTrue();
            assertThat(count).hasValue(2);
        }
    }

    @Test
    void all_who_ask_during_a_round_are_served_by_one_more() throws InterruptedException {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var rounds = begun(Duration.ZERO, () -> {
            count.incrementAndGet();
            entered.countDown();
            try {
                go.await();
            } catch (InterruptedException wrong) {
                throw new IllegalStateException(wrong);
            }
            return new Next(true, null);
        })) {
            entered.await();
            rounds.ask();
            rounds.ask();
            rounds.ask();
            go.countDown();
            assertThat(rounds.await(() -> count.get() == 2, PATIENCE)).isTrue();
            assertThat(rounds.askAndWait(PATIENCE)).isTrue();
            assertThat(count).hasValue(3);
        }
    }

    @Test
    void a_round_that_failed_serves_nobody() throws InterruptedException {
        try (var rounds = begun(Duration.ofDays(1), () -> {
            count.incrementAndGet();
            return new Next(false, null);
        })) {
            assertThat(rounds.askAndWait(Duration.ofMillis(20))).isFalse();
            assertThat(rounds.await(() -> count.get() == 1, PATIENCE)).isTrue();
        }
    }

    @Test
    void nobody_waits_for_what_is_closed() throws InterruptedException {
        var rounds = begun(Duration.ofDays(1), () -> new Next(true, null));
        rounds.close();

        assertThat(rounds.askAndWait(PATIENCE)).isFalse();
    }
}
