package dev.loam.kernel.custom;

import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Exchange;
import java.time.Duration;

/// How long a check may take.
final class Limits {
    private Limits() {
    }

    /// The earlier one of the request's own deadline, where it has one already, and `atMost` from
    /// now on.
    static Deadline within(Duration atMost, Exchange exchange, long nowNanos) {
        var own = Deadline.after(atMost, nowNanos);
        var whole = exchange.deadline();
        return whole != null && whole.left(nowNanos).compareTo(atMost) < 0 ? whole : own;
    }
}
