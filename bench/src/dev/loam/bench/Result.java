package dev.loam.bench;

import dev.loam.bench.measure.Turn;
import dev.loam.bench.work.Workload;
import java.util.List;
import java.util.Map;

/// What was found for one workload, by the name of the system; a system that is missing cannot do
/// it.
///
/// `turns` has a turn a round. `open` are the turns at a fixed rate.
/// `kept` says for systems that keep answers how often each was come by how, in a turn of its own.
/// `startMillis` has a start a round. `memory` is idle and loaded, in MiB.
record Result(
        Workload workload, Map<String, List<Turn>> turns, Map<String, Open> open,
        Map<String, Map<String, Long>> kept, Map<String, List<Double>> startMillis,
        Map<String, Memory> memory) {

    /// `rate` is the one that was wanted.
    record Open(double rate, List<Turn.Load> turns) {
    }

    record Memory(double idleMiB, double loadedMiB) {
    }

    static Result load(
            Workload workload, Map<String, List<Turn>> turns, Map<String, Open> open,
            Map<String, Map<String, Long>> kept) {
        return new Result(workload, turns, open, kept, Map.of(), Map.of());
    }

    static Result starts(Workload workload, Map<String, List<Double>> millis) {
        return new Result(workload, Map.of(), Map.of(), Map.of(), millis, Map.of());
    }

    static Result memory(Workload workload, Map<String, Memory> memory) {
        return new Result(workload, Map.of(), Map.of(), Map.of(), Map.of(), memory);
    }
}
