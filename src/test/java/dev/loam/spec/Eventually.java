package dev.loam.spec;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits for something that comes about by itself.
public final class Eventually {
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private Eventually() {
    }

    /// Checks again and again until the check passes; its last failure is thrown when the time is
    /// up.
    public static void within(Duration atMost, Runnable check) {
        value(atMost, () -> {
            check.run();
            return null;
        });
    }

    /// The same for a check that yields something.
    public static <T> T value(Duration atMost, Supplier<T> check) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                return check.get();
            } catch (AssertionError notYet) {
                if (System.nanoTime() - end >= 0) {
                    throw notYet;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
