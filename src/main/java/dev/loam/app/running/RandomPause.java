package dev.loam.app.running;

import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Waits on the thread that asks.
final class RandomPause implements Pause {
    @Override
    public void about(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        Thread.sleep(Duration.ofNanos(
                nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1)));
    }
}
