package dev.loam.kernel.admission;

import java.util.ArrayDeque;

/// Those who wait and share one turn. `start` is the work done for them, on a scale that all lanes
/// of a priority have in common: the lane with the least is the next.
final class Lane {
    final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    double start;
}
