package dev.loam.spec.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what another process does in its own time, by asking until it is so.
final class Waiting {
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Waiting() {
    }

    /// Asks until it is true; `state` says what was seen last when it never is.
    static void until(BooleanSupplier asked, Supplier<String> state) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!asked.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not in " + PATIENCE + ": " + state.get());
            }
            // Another process tells nobody; the processor is left to it between two looks.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
