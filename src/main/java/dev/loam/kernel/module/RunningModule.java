package dev.loam.kernel.module;

import java.util.List;

/// What an opened module hands over: its routes, the work it does beside them, what must be well
/// for it to serve, and the figures it shows. Workers are ended in their order; after them `end`
/// frees what the module holds besides.
public record RunningModule(
        List<Route> routes, List<Worker> workers, List<HealthCheck> checks, List<Meter> meters,
        Runnable end) {
    /// One that holds nothing besides.
    public RunningModule(List<Route> routes, List<Worker> workers, List<HealthCheck> checks) {
        this(routes, workers, checks, () -> { });
    }

    /// One that shows no figures.
    public RunningModule(
            List<Route> routes, List<Worker> workers, List<HealthCheck> checks, Runnable end) {
        this(routes, workers, checks, List.of(), end);
    }

    public RunningModule {
        routes = List.copyOf(routes);
        workers = List.copyOf(workers);
        checks = List.copyOf(checks);
        meters = List.copyOf(meters);
    }
}
