package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private long now = 5;

    private Patience patience(int seconds, int bytesPerSecond, int graceSeconds) {
        return new Patience(Duration.ofSeconds(seconds), bytesPerSecond,
                Duration.ofSeconds(graceSeconds), () -> now);
    }

    private void pass(int seconds) {
        now += seconds * SECOND.toNanos();
    }

    @Test
    void time_begins_with_the_first_wait() throws Exception {
        var patience = patience(10, 0, 0);
        pass(100);
        assertThat(patience.leftMillis()).isEqualTo(10_001);
        pass(9);
        assertThat(patience.leftMillis()).isEqualTo(1_001);
        pass(1);
        assertThatThrownBy(patience::leftMillis).isInstanceOf(SocketTimeoutException.class);
        assertThat(patience.wasSlow()).isFalse();
    }

    @Test
    void a_narrower_bound_holds_from_when_it_is_set() throws Exception {
        var patience = patience(10, 0, 0);
        patience.leftMillis();
        pass(4);
        patience.atMost(Duration.ofSeconds(2));
        assertThat(patience.leftMillis()).isEqualTo(2_001);
        patience.atMost(Duration.ofSeconds(60));
        assertThat(patience.leftMillis()).isEqualTo(2_001);
    }

    @Test
    void bytes_buy_time_by_their_speed() throws Exception {
        var patience = patience(100, 10, 3);
        assertThat(patience.leftMillis()).isEqualTo(3_001);
        pass(2);
        patience.came(40);
        assertThat(patience.leftMillis()).isEqualTo(5_001);
        pass(5);
        assertThatThrownBy(patience::leftMillis).hasMessageContaining("10 B/s");
        assertThat(patience.wasSlow()).isTrue();
    }

    @Test
    void time_between_waits_is_not_the_clients() throws Exception {
        var patience = patience(100, 10, 3);
        patience.leftMillis();
        pass(1);
        patience.came(10);
        pass(50);
        assertThat(patience.leftMillis()).isEqualTo(3_001);
    }

    @Test
    void the_whole_time_ends_the_fastest_too() throws Exception {
        var patience = patience(10, 10, 3);
        patience.leftMillis();
        patience.came(Integer.MAX_VALUE);
        patience.came(Integer.MAX_VALUE);
        assertThat(patience.leftMillis()).isEqualTo(10_001);
        pass(10);
        assertThatThrownBy(patience::leftMillis).hasMessageContaining("longer than PT10S");
        assertThat(patience.wasSlow()).isFalse();
    }
}
