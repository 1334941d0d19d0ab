package dev.loam.kernel.admission;

import dev.loam.ports.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Lets so many in as the limit says, and keeps the line of the others.
///
/// How many are in and how many wait is one word, `state`, the waiting in its upper half. While
/// nobody waits, entering and leaving is one exchange of it each. Whoever makes someone wait or
/// ends a wait holds the lock; and while someone waits nobody enters or leaves without the lock.
/// So no place can come free unseen between the look and the wait.
final class Gate {
    private static final long ONE_WAITS = 1L << 32;

    private final Clock clock;
    private final Limit limit;
    private final Line line;
    private final Counts counts = new Counts();
    private final Ticker ticker = new Ticker(this);
    private final AtomicLong state = new AtomicLong();
    private final Object lock = new Object();

    Gate(AdmissionConfig config, Clock clock) {
        this.clock = clock;
        long now = clock.nanos();
        this.limit = new Limit(config, now);
        this.line = new Line(config, now, this::sentAway);
    }

    Limit limit() {
        return limit;
    }

    Ticker ticker() {
        return ticker;
    }

    Counts counts() {
        return counts;
    }

    Clock clock() {
        return clock;
    }

    int inside() {
        return inside(state.get());
    }

    int waiting() {
        return waiting(state.get());
    }

    private static int inside(long state) {
        return (int) state;
    }

    private static int waiting(long state) {
        return (int) (state >>> 32);
    }

    /// Takes a place if one is free and nobody waits for it.
    boolean enter() {
        while (true) {
            long seen = state.get();
            if (seen >= ONE_WAITS || inside(seen) >= limit.now()) {
                return false;
            }
            if (state.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
    }

    /// Puts someone in line. Its verdict may be there on return.
    void join(Waiter waiter, long now) {
        synchronized (lock) {
            limit.pressed();
            if (enter()) {
                waiter.decide(Verdict.ADMITTED);
                return;
            }
            // First counted, so that whoever leaves from here on comes for the lock.
            while (true) {
                long seen = state.get();
                if (seen < ONE_WAITS && inside(seen) < limit.now()) {
                    if (state.compareAndSet(seen, seen + 1)) {
                        waiter.decide(Verdict.ADMITTED);
                        return;
                    }
                } else if (state.compareAndSet(seen, seen + ONE_WAITS)) {
                    line.join(waiter, now, limit.baseNanos(), limit.now());
                    ticker.wanted();
                    return;
                }
            }
        }
    }

    /// Waits until there is a verdict, which the [Ticker] sees to. One who is interrupted waits no
    /// longer.
    Verdict await(Waiter waiter) {
        while (waiter.verdict() == null) {
            if (Thread.currentThread().isInterrupted()) {
                giveUp(waiter);
            } else {
                LockSupport.park(this);
            }
        }
        return waiter.verdict();
    }

    private void giveUp(Waiter waiter) {
        synchronized (lock) {
            if (waiter.verdict() == null && line.leave(waiter, clock.nanos())) {
                sentAway(waiter, Verdict.WAITED);
            }
        }
    }

    /// Ends all waits whose time is up.
    void expire() {
        if (waiting() > 0) {
            synchronized (lock) {
                line.expire(clock.nanos());
            }
        }
    }

    /// Frees a place. `lane` is that of who waited for it, else null; `took` is for how long it was
    /// held, and `tells` whether that says something of the database.
    void leave(Lane lane, long took, boolean tells, long now) {
        if (tells) {
            limit.took(took, now);
        }
        while (true) {
            long seen = state.get();
            if (seen >= ONE_WAITS) {
                leaveToOthers(lane, took, now);
                return;
            }
            if (state.compareAndSet(seen, seen - 1)) {
                return;
            }
        }
    }

    private void leaveToOthers(Lane lane, long took, long now) {
        synchronized (lock) {
            long base = limit.baseNanos();
            if (lane != null) {
                lane.start += took - Math.max(1, base);
            }
            state.decrementAndGet();
            while (waiting() > 0 && inside() < limit.now()) {
                Waiter next = line.next(now, base, limit.now());
                if (next == null) {
                    return;
                }
                counts.waited(now - next.sinceNanos);
                state.addAndGet(1 - ONE_WAITS);
                next.decide(Verdict.ADMITTED);
            }
        }
    }

    /// Under the lock, as all that the line does.
    private void sentAway(Waiter waiter, Verdict why) {
        limit.pressed();
        state.addAndGet(-ONE_WAITS);
        counts.sentAway(waiter.priority, why);
        waiter.decide(why);
    }
}
