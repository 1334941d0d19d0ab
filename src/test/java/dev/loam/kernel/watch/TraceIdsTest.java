package dev.loam.kernel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.ports.telemetry.TraceContext;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdsTest {
    private static final String PARENT =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final TraceIds ids = new TraceIds(bytes -> bytes[0] = 7, 0);

    @Test
    void a_request_goes_on_with_the_trace_it_names() {
        TraceContext trace = ids.of(PARENT, "congo=t61rcWkgMzE");

        assertThat(trace.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(trace.parent()).isEqualTo(0x00f067aa0ba902b7L);
        assertThat(trace.span()).isNotEqualTo(trace.parent());
        assertThat(trace.sampled()).isTrue();
        assertThat(trace.state()).isEqualTo("congo=t61rcWkgMzE");
        assertThat(trace.traceparent()).isEqualTo(
                "00-4bf92f3577b34da6a3ce929d0e0e4736-" + trace.spanId() + "-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e47zz-00f067aa0ba902b7-01"})
    void what_is_not_sound_counts_as_not_sent(String field) {
        TraceContext trace = ids.of(field, "a=b");

        assertThat(trace.parent()).isZero();
        assertThat(trace.state()).isNull();
        assertThat(trace.sampled()).isFalse();
    }

    @Test
    void a_later_version_may_have_more() {
        assertThat(TraceIds.parsed(
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", null)).isNotNull();
    }

    @Test
    void no_id_comes_twice() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            TraceContext trace = ids.of(null, null);
            assertThat(seen.add(trace.traceId())).isTrue();
            assertThat(seen.add(trace.spanId())).isTrue();
        }
    }

    @Test
    void a_part_of_new_traces_is_sampled() {
        var some = new TraceIds(bytes -> bytes[0] = 7, 0.25);
        int sampled = 0;
        for (int i = 0; i < 10_000; i++) {
            sampled += some.of(null, null).sampled() ? 1 : 0;
        }

        assertThat(sampled).isBetween(2_200, 2_800);
    }

    @Test
    void whoever_brings_a_trace_decides_unless_he_is_not_asked() {
        String not = PARENT.substring(0, PARENT.length() - 1) + '0';
        var all = new TraceIds(bytes -> bytes[0] = 7, 1);
        assertThat(all.of(not, null).sampled()).isFalse();
        assertThat(new TraceIds(bytes -> bytes[0] = 7, 1, false).of(not, null).sampled())
                .isTrue();
        TraceContext mine = new TraceIds(bytes -> bytes[0] = 7, 0, false).of(PARENT, null);
        assertThat(mine.sampled()).isFalse();
        assertThat(mine.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }
}
