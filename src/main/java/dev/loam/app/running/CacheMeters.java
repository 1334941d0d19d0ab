package dev.loam.app.running;

import dev.loam.kernel.cache.CacheFigures;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.ports.database.Served.How;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is shown of the cache of answers.
final class CacheMeters {
    private static final double NANOS = 1e9;

    private CacheMeters() {
    }

    static List<Meter> of(Supplier<CacheFigures> figures) {
        return List.of(
                served(figures, How.HIT, "hits", "Answers from what was kept."),
                served(figures, How.MISS, "misses", "Answers of the database that were kept."),
                served(figures, How.SHARED, "shared",
                        "Answers from another request for the same that was under way."),
                served(figures, How.STALE, "stale", "Answers of the database because what was "
                        + "kept was not new enough for the request."),
                new Meter("loam_cache_passes_total", Kind.COUNTER,
                        "Answers of the database that were not kept, by reason.",
                        List.of("reason"),
                        () -> passes(figures.get())),
                counter(figures, "invalidations",
                        "Kept answers that went because of a change.",
                        CacheFigures::invalidations),
                counter(figures, "writes_waited",
                        "Writes whose answer was held back until their effects were known.",
                        CacheFigures::writesWaited),
                counter(figures, "writes_not_told", "Writes whose effects were not known in time, "
                        + "so that reads went to the database.", CacheFigures::writesNotTold),
                Meter.gauge("loam_cache_entries", "Answers that are kept.",
                        () -> figures.get().entries()),
                Meter.gauge("loam_cache_bytes", "Memory that kept answers take.",
                        () -> figures.get().weight()),
                Meter.gauge("loam_cache_lag_seconds", "Time since what is kept was last known to "
                        + "be what the database says; it grows while nobody asks.",
                        () -> lag(figures.get())));
    }

    private static Meter served(
            Supplier<CacheFigures> figures, How how, String name, String help) {
        return counter(figures, name, help, read -> read.served().get(how));
    }

    private static Meter counter(
            Supplier<CacheFigures> figures, String name, String help,
            Function<CacheFigures, Long> value) {
        return Meter.counter("loam_cache_" + name + "_total", help,
                () -> value.apply(figures.get()));
    }

    private static List<Reading> passes(CacheFigures figures) {
        return figures.passes().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(pass -> new Reading(
                        Map.of("reason", pass.getKey().name().toLowerCase(Locale.ROOT)),
                        pass.getValue()))
                .toList();
    }

    private static Double lag(CacheFigures figures) {
        return figures.behind() == null ? null : figures.behind().toNanos() / NANOS;
    }
}
