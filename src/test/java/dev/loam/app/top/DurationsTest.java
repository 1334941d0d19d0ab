package dev.loam.app.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static Durations of(double... boundsAndCounts) {
        var durations = new Durations();
        for (int i = 0; i < boundsAndCounts.length; i += 2) {
            durations.add(boundsAndCounts[i], boundsAndCounts[i + 1]);
        }
        return durations;
    }

    /// As Prometheus's `histogram_quantile` says of the same buckets.
    @ParameterizedTest
    @CsvSource({"0.45, 0.0005", "0.72, 0.0008", "0.9, 0.001", "0.95, 0.0055", "0.99, 0.0091"})
    void between_two_bounds_values_lie_evenly(double part, double seconds) {
        assertThat(of(0.001, 90, 0.01, 100, INFINITE, 100).quantile(part))
                .isCloseTo(seconds, within(1e-9));
    }

    @Test
    void beyond_the_last_bound_nothing_is_known() {
        assertThat(of(0.001, 1, 0.01, 1, INFINITE, 100).quantile(0.99)).isEqualTo(0.01);
    }

    @Test
    void empty_buckets_are_passed_over() {
        assertThat(of(0.001, 0, 0.01, 0, 0.1, 10, INFINITE, 10).quantile(0.5))
                .isCloseTo(0.055, within(1e-9));
    }

    @Test
    void series_add_up() {
        var both = of(0.001, 50, 0.01, 50, INFINITE, 50);
        both.add(0.001, 0);
        both.add(0.01, 50);
        both.add(INFINITE, 50);

        assertThat(both.quantile(0.75)).isCloseTo(0.0055, within(1e-9));
    }

    @Test
    void of_nothing_there_is_no_quantile() {
        assertThat(of().quantile(0.99)).isNaN();
        assertThat(of(0.001, 0, INFINITE, 0).quantile(0.99)).isNaN();
    }
}
