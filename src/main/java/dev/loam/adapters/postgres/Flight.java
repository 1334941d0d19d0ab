package dev.loam.adapters.postgres;

import dev.loam.ports.database.Outcome.Why;
import dev.loam.ports.database.Run;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.postgresql.core.QueryExecutor;

/// One use of a connection while it runs, and how it is cancelled.
///
/// A cancel is a message on another connection and arrives when it likes. It must never hit the
/// next statement on this one: so landing waits for a cancel under way, and a connection whose
/// cancel hit nothing is not used again.
final class Flight {
    /// A server that does not end a statement in this time after a cancel is not waited for.
    private static final long ABORT_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private enum State { RUNNING, CANCELLING, CANCELLED, LANDED }

    private final QueryExecutor executor;
    private final Run run;
    private final long startNanos;
    private State state = State.RUNNING;
    private Why why;
    private long firstCancelNanos;
    private long lastCancelNanos;

    Flight(QueryExecutor executor, Run run, long nowNanos) {
        this.executor = executor;
        this.run = run;
        this.startNanos = nowNanos;
    }

    /// Called now and then by the watch.
    void watch(long nowNanos) {
        if (nowNanos - startNanos < Watch.TICK_NANOS && !run.deadline().passed(nowNanos)) {
            return;
        }
        Why reason = reason(nowNanos);
        if (reason != null && begin(reason, nowNanos)) {
            Thread.ofVirtual().name("postgres-cancel").start(this::cancel);
        }
    }

    private Why reason(long nowNanos) {
        Why already = cancelled();
        if (already != null) {
            return already;
        }
        if (run.deadline().passed(nowNanos)) {
            return Why.DEADLINE;
        }
        return abandoned() ? Why.ABANDONED : null;
    }

    private boolean abandoned() {
        try {
            return run.abandoned().getAsBoolean();
        } catch (RuntimeException _) {
            // Who cannot be asked is gone; and the watch must go on for the others.
            return true;
        }
    }

    private synchronized boolean begin(Why reason, long nowNanos) {
        if (state == State.RUNNING) {
            why = reason;
            firstCancelNanos = nowNanos;
        } else if (state == State.CANCELLING || state == State.LANDED) {
            return false;
        } else if (nowNanos - firstCancelNanos > ABORT_NANOS) {
            executor.abort();
            return false;
        } else if (nowNanos - lastCancelNanos < AGAIN_NANOS) {
            return false;
        }
        // Again, because a cancel that comes between two statements of a pipeline is lost.
        lastCancelNanos = nowNanos;
        state = State.CANCELLING;
        return true;
    }

    private void cancel() {
        try {
            executor.sendQueryCancel();
        } catch (SQLException _) {
            // Tried again at a later tick, and in the end the connection is cut.
        } finally {
            synchronized (this) {
                state = State.CANCELLED;
                notifyAll();
            }
        }
    }

    /// Why this was cancelled so far, null when it was not.
    synchronized Why cancelled() {
        return why;
    }

    /// Ends the flight: no cancel is under way afterwards, and none will be. Answers why it was
    /// cancelled, null when it was not.
    synchronized Why land() {
        boolean interrupted = false;
        while (state == State.CANCELLING) {
            try {
                wait();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        state = State.LANDED;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return why;
    }
}
