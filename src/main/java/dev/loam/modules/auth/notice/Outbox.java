package dev.loam.modules.auth.notice;

import dev.loam.base.failure.Refusal;
import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages behind the requests that asked for them, so that a request takes no longer where
/// there is somebody to write to.
///
/// At most 1,000 wait, each is tried three times. At the end of the process what still waits is
/// tried once more, for three seconds at most; what is lost then is counted in the log, and people
/// ask for a code again.
public final class Outbox implements Worker {
    static final int WAITING_MAX = 1_000;
    static final int TRIES_MAX = 3;
    static final Duration ATTEMPT_MAX = Duration.ofSeconds(10);
    private static final Duration ENDING_MAX = Duration.ofSeconds(3);
    private static final Duration BACK_OFF = Duration.ofSeconds(2);
    private static final int BACK_OFF_GROWTH = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Clock clock;
    private final Pause pause;
    private final BlockingQueue<Parcel> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    /// What is being delivered, null for nothing; the worker's own.
    private Parcel underway;

    public Outbox(Clock clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /// Takes a message, or tells that there is no room for it.
    boolean takes(String kind, Delivery delivery) {
        return waiting.offer(new Parcel(kind, delivery));
    }

    boolean isFull() {
        return waiting.remainingCapacity() == 0;
    }

    /// Tries once, now.
    String attempt(Delivery delivery) {
        return delivery.attempt(Deadline.after(ATTEMPT_MAX, clock.nanos()));
    }

    @Override
    public String name() {
        return "auth-outbox";
    }

    @Override
    public void run() throws InterruptedException {
        try {
            while (true) {
                underway = waiting.take();
                deliver(underway);
                underway = null;
            }
        } finally {
            // An interrupt would break off what is left as well.
            Thread.interrupted();
            finish();
        }
    }

    private void finish() {
        var left = new ArrayList<Parcel>();
        if (underway != null) {
            left.add(underway);
        }
        waiting.drainTo(left);
        var end = Deadline.after(ENDING_MAX, clock.nanos());
        long lost = left.stream().filter(parcel -> end.passed(clock.nanos())
                || attempt(parcel, end) != null).count();
        if (lost > 0) {
            LOG.warn("{} messages had not been sent when the process ended", lost);
        }
    }

    private void deliver(Parcel parcel) throws InterruptedException {
        var backOff = BACK_OFF;
        for (int tries = 1;; tries++) {
            var reason = attempt(parcel, Deadline.after(ATTEMPT_MAX, clock.nanos()));
            if (reason == null) {
                return;
            }
            if (tries == TRIES_MAX) {
                LOG.error("A message ({}) was not sent, after {} tries: {}", parcel.kind, tries,
                        reason);
                return;
            }
            pause.about(backOff);
            backOff = backOff.multipliedBy(BACK_OFF_GROWTH);
        }
    }

    /// Nothing that one message does may keep the next from being sent.
    private String attempt(Parcel parcel, Deadline deadline) {
        try {
            return parcel.delivery.attempt(deadline);
        } catch (Refusal refused) {
            return refused.getMessage();
        } catch (RuntimeException defect) {
            // Another try would meet it again.
            LOG.error("A message ({}) was not sent", parcel.kind, defect);
            return null;
        }
    }

    /// Tries to hand a message over; returns null where that worked, else why it did not.
    @FunctionalInterface
    interface Delivery {
        String attempt(Deadline deadline);
    }

    private record Parcel(String kind, Delivery delivery) {
    }
}
