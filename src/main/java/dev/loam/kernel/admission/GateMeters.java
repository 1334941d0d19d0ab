package dev.loam.kernel.admission;

import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is shown of the gate.
final class GateMeters {
    private static final double NANOS = 1e9;

    private GateMeters() {
    }

    static List<Meter> of(Gate gate, String prefix) {
        Counts counts = gate.counts();
        return List.of(
                Meter.gauge(prefix + "_limit", "Requests that may use the database at once, as "
                        + "learned from how long they take.", () -> gate.limit().now()),
                Meter.gauge(prefix + "_in_flight", "Requests that have a place.", gate::inside),
                Meter.gauge(prefix + "_queued", "Requests that wait for a place.", gate::waiting),
                Meter.gauge(prefix + "_base_seconds", "How long a request takes while little is "
                        + "under way.", () -> gate.limit().baseNanos() / NANOS),
                Meter.counter(prefix + "_waits_total", "Requests that got their place after a "
                        + "wait.", counts::waited),
                Meter.counter(prefix + "_wait_seconds_total", "How long they waited in all.",
                        () -> counts.waitedNanos() / NANOS),
                new Meter(prefix + "_shed_total", Kind.COUNTER, "Requests that were sent away, by "
                        + "why and by whose they were.", List.of("priority", "reason"),
                        () -> shed(counts)));
    }

    private static List<Reading> shed(Counts counts) {
        List<Reading> readings = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            for (Verdict why : List.of(Verdict.CROWDED_OUT, Verdict.WAITED, Verdict.TOO_LATE)) {
                readings.add(new Reading(Map.of("priority", lower(priority), "reason", lower(why)),
                        counts.sentAwayOf(priority, why)));
            }
        }
        return readings;
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
