package dev.loam.ports.time;

import java.time.Duration;

/// Waiting before something is tried again.
@FunctionalInterface
public interface Pause {
    /// Waits between half of that time and all of it, as chance will have it, so that those who
    /// got into each other's way do not meet again.
    void about(Duration atMost) throws InterruptedException;
}
