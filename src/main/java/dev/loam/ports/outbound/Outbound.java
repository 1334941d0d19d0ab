package dev.loam.ports.outbound;

import dev.loam.base.task.Deadline;

/// Calls other servers.
///
/// Blocks until the whole answer is there, no longer than the deadline. Nothing is tried twice.
/// Thread-safe.
@FunctionalInterface
public interface Outbound {
    Reply call(Call call, Deadline deadline) throws Unreachable;
}
