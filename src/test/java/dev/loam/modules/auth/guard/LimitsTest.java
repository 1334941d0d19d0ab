package dev.loam.modules.auth.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.limit.Network;
import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.HandClock;
import dev.loam.modules.auth.config.LimitConfig;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final HandClock clock = new HandClock();
    private final Limits limits =
            new Limits(LimitConfig.DEFAULT, clock, new Random(1)::nextBytes);

    @Test
    void an_allowance_may_be_used_at_once_and_comes_back_evenly() {
        times(30, () -> limits.check(Limit.OTP, "192.0.2.1"));
        var refused = refused(() -> limits.check(Limit.OTP, "192.0.2.1"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("over_request_rate_limit");
        assertThat(refused.message()).isEqualTo("Request rate limit reached");
        assertThat(refused.headers()).containsEntry("Retry-After", "10");
        clock.advance(Duration.ofSeconds(4));
        assertThat(refused(() -> limits.check(Limit.OTP, "192.0.2.1")).headers())
                .containsEntry("Retry-After", "6");
        clock.advance(Duration.ofSeconds(6));
        limits.check(Limit.OTP, "192.0.2.1");
        refused(() -> limits.check(Limit.OTP, "192.0.2.1"));
        clock.advance(Duration.ofMinutes(5));
        times(30, () -> limits.check(Limit.OTP, "192.0.2.1"));
        refused(() -> limits.check(Limit.OTP, "192.0.2.1"));
    }

    @Test
    void each_address_and_each_limit_counts_by_itself() {
        times(30, () -> limits.check(Limit.VERIFY, "192.0.2.1"));
        refused(() -> limits.check(Limit.VERIFY, "192.0.2.1"));
        limits.check(Limit.VERIFY, "192.0.2.2");
        limits.check(Limit.OTP, "192.0.2.1");
    }

    @Test
    void an_ipv6_network_of_64_bits_counts_as_one_address() {
        times(30, () -> limits.check(Limit.VERIFY, "2001:db8:0:1::1"));
        refused(() -> limits.check(Limit.VERIFY, "2001:DB8::1:ffff:1:2:3"));
        limits.check(Limit.VERIFY, "2001:db8:0:2::1");
    }

    @Test
    void an_account_counts_wherever_it_is_asked_for_from() {
        times(30, () -> limits.checkAccount(Limit.OTP, "ada@example.com"));
        refused(() -> limits.checkAccount(Limit.OTP, "ada@example.com"));
        limits.checkAccount(Limit.OTP, "bob@example.com");
        limits.check(Limit.OTP, "ada@example.com");
    }

    @Test
    void mails_and_messages_count_for_the_process_and_say_so() {
        times(30, () -> limits.check(Limit.MAILS));
        times(30, () -> limits.check(Limit.MESSAGES));
        var mail = refused(() -> limits.check(Limit.MAILS));
        assertThat(mail.code()).isEqualTo("over_email_send_rate_limit");
        assertThat(mail.message()).isEqualTo("email rate limit exceeded");
        assertThat(mail.headers()).containsEntry("Retry-After", "120");
        var message = refused(() -> limits.check(Limit.MESSAGES));
        assertThat(message.code()).isEqualTo("over_sms_send_rate_limit");
        assertThat(message.message()).isEqualTo("SMS rate limit exceeded");
    }

    @Test
    void every_limit_has_the_number_and_period_of_its_setting() {
        var ones = new LimitConfig(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        var numbered = new Limits(ones, clock, new Random(1)::nextBytes);
        for (var limit : Limit.values()) {
            times(limit.times(ones), () -> numbered.check(limit, "192.0.2.1"));
            var wait = limit.period().toSeconds() / (double) limit.times(ones);
            assertThat(refused(() -> numbered.check(limit, "192.0.2.1")).headers())
                    .as(limit.name())
                    .containsEntry("Retry-After", Long.toString((long) Math.ceil(wait)));
        }
    }

    @Test
    void zero_forbids_nothing() {
        var free = new Limits(LimitConfig.DEFAULT.times(0), clock, new Random(1)::nextBytes);
        assertThatCode(() -> times(1_000, () -> free.check(Limit.OTP, "192.0.2.1")))
                .doesNotThrowAnyException();
    }

    @Test
    void networks_of_addresses() {
        assertThat(Network.of("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Network.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Network.of("::1")).isEqualTo("0:0:0:0::/64");
        assertThat(Network.of("fe80::1%eth0")).isEqualTo("fe80:0:0:0::/64");
        assertThat(Network.of("2001:0db8:0000:0001:1:2:3:4")).isEqualTo("2001:db8:0:1::/64");
        assertThat(Network.of("1:2:3")).isEqualTo("1:2:3");
        assertThat(Network.of("")).isEmpty();
    }

    private static void times(int count, Runnable run) {
        for (int i = 0; i < count; i++) {
            run.run();
        }
    }

    private static Failure refused(ThrowingCallable call) {
        var refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).isNotNull();
        return refusal.failure();
    }
}
