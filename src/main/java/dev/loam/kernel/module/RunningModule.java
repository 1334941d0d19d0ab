package dev.loam.kernel.module;

import java.util.List;

/// What an opened module hands over: its routes, the work it does beside them, and what must be
/// well for it to serve. Workers are ended in their order; after them `end` frees what the module
/// holds besides.
public record RunningModule(
        List<Route> routes, List<Worker> workers, List<HealthCheck> checks, Runnable end) {
    /// One that holds nothing besides.
    public RunningModule(List<Route> routes, List<Worker> workers, List<HealthCheck> checks) {
        this(routes, workers, checks, () -> { });
    }

    public RunningModule {
        routes = List.copyOf(routes);
        workers = List.copyOf(workers);
        checks = List.copyOf(checks);
    }
}
