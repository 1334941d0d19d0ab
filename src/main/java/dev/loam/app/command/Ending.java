package dev.loam.app.command;

import dev.loam.app.config.DrainSettings;
import dev.loam.app.running.Serving;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// The end of this process: a signal asks for it, the command then closes what it opened, and only
/// afterwards does the JVM go, with the command's own exit code. A second signal ends it at once.
///
/// SIGTERM comes from whoever runs processes, with a balancer before them that has to notice;
/// SIGINT from a person at a terminal, who wants to see the end.
final class Ending {
    /// Two signals closer together are one wish: a terminal and a wrapper may both pass it on.
    private static final long SAME_WISH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int KILLED_BY_SIGNAL = 130;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private long askedNanos;
    private volatile boolean bySupervisor;

    Ending() {
        Signals.on("INT", () -> ask(false));
        Signals.on("TERM", () -> ask(true));
        // For all other ways to end. Without this handshake the JVM would halt in the middle of a
        // drain.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("ending").unstarted(() -> {
            asked.countDown();
            try {
                done.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private synchronized void ask(boolean supervisor) {
        if (asked.getCount() > 0) {
            askedNanos = System.nanoTime();
            bySupervisor = supervisor;
            asked.countDown();
        } else if (System.nanoTime() - askedNanos > SAME_WISH_NANOS) {
            Runtime.getRuntime().halt(KILLED_BY_SIGNAL);
        }
    }

    /// Blocks until the process is told to end.
    void await() throws InterruptedException {
        asked.await();
    }

    /// Ends what is served, in the way of whoever asked for it. Blocks until all is closed.
    void drain(Serving serving, DrainSettings drain) throws InterruptedException {
        if (bySupervisor) {
            serving.announceEnd();
            Thread.sleep(drain.delay());
        }
        serving.drain(drain.timeMax());
    }

    /// Lets the process go. Must be called in every case, or it would hang.
    void done() {
        done.countDown();
    }
}
