package dev.loam.kernel.admission;

import java.util.concurrent.locks.LockSupport;

/// Someone who waits for a place. What it has to say is the line's, under the gate's lock, but for
/// the verdict, which its own thread reads.
final class Waiter {
    /// Null where nobody is to be woken.
    private final Thread thread;
    final Priority priority;
    /// Who it is, as a number: who has the same shares its turn.
    final int key;
    final long sinceNanos;
    final long deadlineNanos;
    long untilNanos;
    Lane lane;
    private volatile Verdict verdict;

    Waiter(Thread thread, Priority priority, int key, long sinceNanos, long deadlineNanos) {
        this.thread = thread;
        this.priority = priority;
        this.key = key;
        this.sinceNanos = sinceNanos;
        this.deadlineNanos = deadlineNanos;
    }

    /// What became of it, null while it waits.
    Verdict verdict() {
        return verdict;
    }

    void decide(Verdict decided) {
        verdict = decided;
        LockSupport.unpark(thread);
    }
}
