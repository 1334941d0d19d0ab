package dev.loam.kernel.module;

import java.util.List;

/// What an opened module hands over: its routes, the work it does beside them, what must be well
/// for it to serve, and the figures it shows.
///
/// At the end of the process `drain` comes first, before requests are waited for: it ends answers
/// that would go on for ever, and does not block. Then workers are ended in their order; after them
/// `end` frees what the module holds besides.
public record RunningModule(
        List<Route> routes, List<Worker> workers, List<HealthCheck> checks, List<Meter> meters,
        Runnable drain, Runnable end) {
    public RunningModule {
        routes = List.copyOf(routes);
        workers = List.copyOf(workers);
        checks = List.copyOf(checks);
        meters = List.copyOf(meters);
    }

    /// One that shows no figures and whose answers end by themselves.
    public RunningModule(
            List<Route> routes, List<Worker> workers, List<HealthCheck> checks, Runnable end) {
        this(routes, workers, checks, List.of(), () -> { }, end);
    }

    /// One that holds nothing besides.
    public RunningModule(List<Route> routes, List<Worker> workers, List<HealthCheck> checks) {
        this(routes, workers, checks, () -> { });
    }
}
