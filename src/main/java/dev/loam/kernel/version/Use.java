package dev.loam.kernel.version;

import dev.loam.kernel.module.Meter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How often each version was asked for, by whom. Callers beyond a bound are counted together.
final class Use {
    private static final int PAIRS_MAX = 500;
    private static final String OTHERS = "others";

    private final Map<Pair, LongAdder> counts = new ConcurrentHashMap<>();

    /// A version by its date, and the API key or role that asked for it.
    record Pair(String version, String caller) {
    }

    void count(String version, String caller) {
        var pair = new Pair(version, caller);
        var count = counts.get(pair);
        if (count == null) {
            var kept = counts.size() < PAIRS_MAX ? pair : new Pair(version, OTHERS);
            count = counts.computeIfAbsent(kept, _ -> new LongAdder());
        }
        count.increment();
    }

    List<Meter.Reading> readings() {
        List<Meter.Reading> readings = new ArrayList<>();
        counts.forEach((pair, count) -> readings.add(new Meter.Reading(
                Map.of("version", pair.version(), "caller", pair.caller()), count.sum())));
        return readings;
    }

    /// All counts since the start.
    Map<Pair, Long> sums() {
        Map<Pair, Long> sums = new HashMap<>();
        counts.forEach((pair, count) -> sums.put(pair, count.sum()));
        return sums;
    }
}
