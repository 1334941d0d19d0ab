package dev.loam.modules.auth.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.HandClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final String ADA = "ada@example.com";
    private static final String HOME = "192.0.2.1";

    private final HandClock clock = new HandClock();
    private final BackOff backOff = new BackOff(clock, new Random(1)::nextBytes);

    @Test
    void five_failures_cost_nothing_and_the_wait_doubles_from_the_sixth() {
        fail(5, HOME);
        assertThat(wait(HOME)).isZero();
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
            fail(1, HOME);
            assertThat(wait(HOME)).isEqualTo(seconds);
            clock.advance(Duration.ofSeconds(seconds));
            assertThat(wait(HOME)).isZero();
        }
    }

    @Test
    void a_refusal_is_the_one_of_limits() {
        fail(6, HOME);
        var failure = catchThrowableOfType(Refusal.class, () -> backOff.check(ADA, HOME))
                .failure();
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.code()).isEqualTo("over_request_rate_limit");
    }

    @Test
    void success_forgets_the_failures_and_an_hour_of_quiet_does() {
        fail(9, HOME);
        backOff.succeeded(ADA, HOME);
        fail(5, HOME);
        assertThat(wait(HOME)).isZero();
        fail(9, HOME);
        clock.advance(Duration.ofHours(1));
        fail(5, HOME);
        assertThat(wait(HOME)).isZero();
    }

    @Test
    void failures_from_one_network_do_not_keep_out_another() {
        fail(20, "203.0.113.9");
        assertThat(wait("203.0.113.9")).isPositive();
        assertThat(wait(HOME)).isZero();
    }

    @Test
    void guesses_from_many_networks_slow_the_account_down_but_not_where_it_is_known() {
        backOff.succeeded(ADA, HOME);
        for (int i = 0; i < 60; i++) {
            fail(1, "203.0.113." + i);
        }
        assertThat(wait("198.51.100.1")).isEqualTo(30);
        assertThat(wait(HOME)).isZero();
        fail(6, HOME);
        assertThat(wait(HOME)).isEqualTo(1);
    }

    @Test
    void an_account_without_failures_is_free_whatever_befalls_others() {
        fail(60, HOME);
        backOff.check("bob@example.com", HOME);
    }

    private void fail(int times, String address) {
        for (int i = 0; i < times; i++) {
            backOff.failed(ADA, address);
        }
    }

    /// The seconds that an attempt is told to wait.
    private long wait(String address) {
        var refusal = catchThrowableOfType(Refusal.class, () -> backOff.check(ADA, address));
        return refusal == null ? 0
                : Long.parseLong(refusal.failure().headers().get("Retry-After"));
    }
}
