package dev.loam.kernel.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.memory.CachePolicy;
import dev.loam.kernel.cache.Simulator.Access;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    @Test
    void what_fits_is_missed_once() {
        List<Access> trace = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            trace.add(new Access(i % 10, 5));
        }
        for (CachePolicy policy : CachePolicy.values()) {
            var result = Simulator.replay(trace, policy, 1000);
            assertThat(result.hits()).isEqualTo(90);
            assertThat(result.hitRatio()).isEqualTo(0.9);
            assertThat(result.byteHitRatio()).isEqualTo(0.9);
        }
    }

    @Test
    void a_loop_over_more_than_fits_defeats_lru_alone() {
        List<Access> trace = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            trace.add(new Access(i % 120, 1));
        }
        assertThat(Simulator.replay(trace, CachePolicy.LRU, 100).hits()).isZero();
        assertThat(Simulator.replay(trace, CachePolicy.W_TINY_LFU, 100).hitRatio())
                .isGreaterThan(0.5);
    }

    @Test
    void a_line_of_a_trace_is_read_as_it_was_written() {
        var access = new Access(-5, 1234);
        assertThat(Access.parse(access.line())).isEqualTo(access);
        assertThatThrownBy(() -> Access.parse("12")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void an_empty_trace_has_no_hits() {
        assertThat(Simulator.replay(List.of(), CachePolicy.LFU, 10).hitRatio()).isZero();
    }
}
