package dev.loam.kernel.custom;

import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Spares a service that does not work: after so many failures in a row nobody asks it for a while;
/// then one request at a time tries again, until one succeeds.
///
/// Thread-safe, without a lock.
final class Circuit {
    private final int failuresMax;
    private final long restNanos;
    private final Clock clock;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong restsUntil = new AtomicLong();

    Circuit(int failuresMax, Duration rest, Clock clock) {
        this.failuresMax = failuresMax;
        this.restNanos = rest.toNanos();
        this.clock = clock;
    }

    /// Whether to ask now. The one who may try again after a rest pushes its end off for others.
    boolean allows() {
        if (failures.get() < failuresMax) {
            return true;
        }
        long now = clock.nanos();
        long until = restsUntil.get();
        return now - until >= 0 && restsUntil.compareAndSet(until, now + restNanos);
    }

    void succeeded() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    void failed() {
        if (failures.incrementAndGet() >= failuresMax) {
            restsUntil.set(clock.nanos() + restNanos);
        }
    }
}
