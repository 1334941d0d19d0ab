package dev.loam.kernel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Distribution;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.ports.telemetry.TraceContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFiguresTest {
    private static final long MILLI = 1_000_000;

    @Test
    void a_value_is_counted_in_the_first_bucket_that_holds_it() {
        var times = new Histogram(1e-9, MILLI, 10 * MILLI);
        times.record(MILLI);
        times.record(MILLI + 1);
        times.record(11 * MILLI,
                new TraceContext(1, 2, 3, 0, true, null), 5_000);

        Distribution read = times.read();
        assertThat(read.bounds()).containsExactly(0.001, 0.01);
        assertThat(read.counts()).containsExactly(1L, 1L, 1L);
        assertThat(read.count()).isEqualTo(3);
        assertThat(read.sum()).isEqualTo(0.013000001);
        assertThat(read.exemplars().get(2).traceId())
                .isEqualTo("00000000000000010000000000000002");
        assertThat(read.exemplars().get(2).value()).isEqualTo(0.011);
    }

    @Test
    void a_trace_that_nobody_keeps_is_no_exemplar() {
        var times = Histogram.ofTimes();
        times.record(MILLI, new TraceContext(1, 2, 3, 0, false, null), 5_000);

        assertThat(times.read().exemplars()).containsOnlyNulls();
    }

    @Test
    void a_flood_of_labels_ends_in_one_series() {
        var figures = new RequestFigures(10);
        for (int i = 0; i < 1_000; i++) {
            figures.answered("rest", "GET", "t" + i, 200, MILLI, null, 0);
        }

        List<Reading> readings = readings(figures, "loam_http_request_duration_seconds");
        assertThat(readings).hasSize(11);
        assertThat(readings.getLast().labels()).containsEntry("table", "other");
        assertThat(readings.getLast().distribution().count()).isEqualTo(990);
        assertThat(readings(figures, "loam_http_series_overflown_total").getFirst().value())
                .isEqualTo(990);
    }

    @Test
    void methods_and_statuses_of_a_client_make_no_series_of_their_own() {
        var figures = new RequestFigures();
        for (int i = 0; i < 100; i++) {
            figures.answered("rest", "M" + i, null, 600 + i, MILLI, null, 0);
        }

        assertThat(readings(figures, "loam_http_request_duration_seconds")).singleElement()
                .satisfies(one -> assertThat(one.labels()).containsEntry("method", "other")
                        .containsEntry("status", "other").containsEntry("table", ""));
    }

    private static List<Reading> readings(RequestFigures figures, String name) {
        Meter meter = figures.meters().stream().filter(one -> one.name().equals(name))
                .findFirst().orElseThrow();
        return meter.readings().get();
    }
}
