package dev.loam.kernel.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.identity.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final HandClock clock = new HandClock();
    private final Circuit circuit = new Circuit(2, Duration.ofSeconds(5), clock);

    @Test
    void after_failures_in_a_row_one_request_at_a_time_tries_again() {
        circuit.failed();
        assertThat(circuit.allows()).isTrue();
        circuit.failed();
        assertThat(circuit.allows()).isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(circuit.allows()).isTrue();
        assertThat(circuit.allows()).isFalse();
        circuit.succeeded();
        assertThat(circuit.allows()).isTrue();
    }

    @Test
    void failures_with_successes_between_them_are_not_in_a_row() {
        for (int i = 0; i < 10; i++) {
            circuit.failed();
            circuit.succeeded();
        }
        assertThat(circuit.allows()).isTrue();
    }
}
