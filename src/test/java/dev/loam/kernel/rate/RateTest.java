package dev.loam.kernel.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.identity.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {
    private final HandClock clock = new HandClock();

    @Test
    void the_whole_count_may_be_done_at_once_and_then_comes_back_evenly() {
        var rate = new Rate(10, Duration.ofSeconds(1), clock);
        assertThat(rate.allows(10)).isTrue();
        assertThat(rate.allows(1)).isFalse();
        clock.advance(Duration.ofMillis(100));
        assertThat(rate.allows(2)).isFalse();
        assertThat(rate.allows(1)).isTrue();
        clock.advance(Duration.ofDays(1));
        assertThat(rate.allows(11)).as("more than there ever are").isFalse();
        assertThat(rate.allows(10)).isTrue();
    }

    @Test
    void what_is_refused_does_not_count_and_nothing_is_always_allowed() {
        var rate = new Rate(3, Duration.ofSeconds(1), clock);
        for (int i = 0; i < 100; i++) {
            assertThat(rate.allows(4)).isFalse();
            assertThat(rate.allows(0)).isTrue();
        }
        assertThat(rate.allows(3)).isTrue();
    }

    @Test
    void of_no_times_it_is_never_allowed() {
        var rate = new Rate(0, Duration.ofSeconds(1), clock);
        clock.advance(Duration.ofDays(1));
        assertThat(rate.allows(1)).isFalse();
        assertThat(rate.allows(0)).isTrue();
    }
}
