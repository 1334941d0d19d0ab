package dev.loam.app.command;

import java.util.concurrent.CountDownLatch;

/// The end of this process: a signal asks for it, the command then closes what it opened, and only
/// afterwards does the JVM go. Without this handshake the JVM would halt in the middle of a drain.
final class Ending {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    Ending() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("ending").unstarted(() -> {
            asked.countDown();
            try {
                done.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /// Blocks until the process is told to end.
    void await() throws InterruptedException {
        asked.await();
    }

    /// Lets the process go. Must be called in every case, or it would hang.
    void done() {
        done.countDown();
    }
}
