package dev.loam.kernel.admission;

import dev.loam.kernel.module.Worker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks, while somebody waits, whose time is up.
///
/// One thread with a timer for all who wait: a timer for each, nearly always cancelled, costs more
/// than the wait. While nobody waits it sleeps.
final class Ticker implements Worker {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int IDLE_TICKS_MAX = 100;

    private final Gate gate;
    private volatile Thread thread;
    private volatile boolean asleep;

    Ticker(Gate gate) {
        this.gate = gate;
    }

    @Override
    public String name() {
        return "admission";
    }

    /// Somebody waits.
    void wanted() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() throws InterruptedException {
        thread = Thread.currentThread();
        int idle = 0;
        while (!Thread.interrupted()) {
            idle = gate.waiting() > 0 ? 0 : idle + 1;
            if (idle > IDLE_TICKS_MAX) {
                sleep();
                idle = 0;
            } else {
                LockSupport.parkNanos(this, TICK_NANOS);
            }
            gate.expire();
        }
        throw new InterruptedException();
    }

    private void sleep() {
        asleep = true;
        // Who came before this was seen has to be looked for.
        if (gate.waiting() == 0) {
            LockSupport.park(this);
        }
        asleep = false;
    }
}
