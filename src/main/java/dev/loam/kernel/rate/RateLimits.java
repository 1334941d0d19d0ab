package dev.loam.kernel.rate;

import dev.loam.base.limit.KeyHash;
import dev.loam.kernel.module.HealthCheck;
import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Meter.Kind;
import dev.loam.kernel.module.Meter.Reading;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The limits of a process: the stages that keep them, and the figures that they show.
///
/// Rules that need to know no caller are one stage, before anybody looks at a token; the others are
/// a second one behind it.
public final class RateLimits {
    private final List<Limiter> limiters;
    private final Counts counts;
    private final SharedCounts shared;
    private final KeyHash hashes;
    private final Clock clock;

    /// Counts in this process where `store` is null.
    public RateLimits(RateConfig config, RateStore store, Clock clock, Chance chance) {
        this.limiters = config.rules().stream()
                .map(rule -> new Limiter(rule, config.keysMax())).toList();
        this.shared = store == null ? null : new SharedCounts(store, config, clock);
        this.counts = shared == null ? new LocalCounts() : shared;
        this.hashes = new KeyHash(chance.bytes(KeyHash.KEY_BYTES));
        this.clock = clock;
    }

    /// The stage before the caller is known.
    public Stage ofClient(Route route) {
        return stage(route, false);
    }

    /// The stage behind that; a route that asks for no caller has none.
    public Stage ofCaller(Route route) {
        return route.identified() ? stage(route, true) : null;
    }

    private Stage stage(Route route, boolean ofCaller) {
        List<Limiter> own = limiters.stream()
                .filter(one -> one.rule().ofCaller() == ofCaller)
                .filter(one -> one.rule().mayConcern(route)).toList();
        return own.isEmpty() ? null : new RateStage(own, route, counts, hashes, clock);
    }

    /// What keeps the shared store in order beside the requests; null where there is none.
    public Worker upkeep(Pause pause) {
        return shared == null ? null : new StoreUpkeep(shared.store(), clock, pause);
    }

    /// Whether the shared store answers; null where there is none.
    public HealthCheck check() {
        return shared == null ? null : new HealthCheck("limits", false,
                () -> shared.away() ? "the store of shared limits does not answer" : null);
    }

    public List<Meter> meters() {
        var meters = new ArrayList<>(List.of(
                meter("loam_rate_allowed_total", Kind.COUNTER,
                        "Requests that a limit counted and let pass.",
                        one -> one.allowed().sum()),
                meter("loam_rate_refused_total", Kind.COUNTER,
                        "Requests that a limit refused.", one -> one.refused().sum()),
                meter("loam_rate_keys", Kind.GAUGE,
                        "Keys whose allowance is not whole, as this process knows.",
                        one -> one.used().size(clock.nanos()))));
        if (shared != null) {
            meters.add(Meter.counter("loam_rate_store_errors_total",
                    "Questions that the store of shared limits did not answer.",
                    shared::errors));
            meters.add(Meter.gauge("loam_rate_store_away",
                    "1 while that store is left alone because it did not answer, else 0.",
                    () -> shared.away() ? 1 : 0));
        }
        return meters;
    }

    private Meter meter(String name, Kind kind, String help, ToDoubleFunction<Limiter> value) {
        return new Meter(name, kind, help, List.of("rule"), () -> limiters.stream()
                .map(one -> new Reading(Map.of("rule", one.rule().name()),
                        value.applyAsDouble(one))).toList());
    }
}
