package dev.loam.modules.realtime.rows;

import dev.loam.modules.realtime.rows.Task.Committed;
import dev.loam.modules.realtime.rows.Task.Progressed;
import dev.loam.modules.realtime.rows.Task.Started;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the delivery, in order. The changes in it have a bound: when more come, all that
/// wait are let go at once and a gap stands in their place, which tells everybody. Thread-safe.
final class Backlog {
    private static final int TAKEN_MAX = 1_000;
    private static final int JOINING_MAX = 20_000;

    private final long weightMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Deque<Task> waiting = new ArrayDeque<>();
    private long weight;
    private int joining;
    private boolean closed;

    Backlog(long weightMax) {
        this.weightMax = weightMax;
    }

    /// Adds one who joins; false where too many wait for that.
    boolean offer(Task.Joins joins) {
        lock.lock();
        try {
            if (joining >= JOINING_MAX) {
                return false;
            }
            joining++;
            waiting.add(joins);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Never blocks. Of one member three tasks wait at most beside its changes: that it joins, has
    /// another caller, leaves.
    void add(Task task) {
        lock.lock();
        try {
            if (task instanceof Committed commit) {
                if (weight + commit.weight() > weightMax) {
                    overflow(commit);
                    return;
                }
                weight += commit.weight();
            } else if (task instanceof Progressed progressed && progressed.member() == null
                    && waiting.peekLast() instanceof Progressed earlier
                    && earlier.member() == null) {
                waiting.removeLast();
            } else if (task instanceof Task.Truncated next
                    && waiting.peekLast() instanceof Task.Truncated last
                    && next.member() == last.member() && next.tables().equals(last.tables())) {
                waiting.removeLast();
            }
            waiting.add(task);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The same, once there is room; for whoever may be kept waiting. Nothing is added to what is
    /// closed.
    void addPatiently(Committed commit) throws InterruptedException {
        lock.lock();
        try {
            while (weight > 0 && weight + commit.weight() > weightMax / 2 && !closed) {
                changed.await();
            }
            weight += commit.weight();
            waiting.add(commit);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for something to do, and takes what is there, up to a bound.
    List<Task> take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                changed.await();
            }
            List<Task> taken = new ArrayList<>();
            while (!waiting.isEmpty() && taken.size() < TAKEN_MAX) {
                var task = waiting.remove();
                taken.add(task);
                joining -= task instanceof Task.Joins ? 1 : 0;
                weight -= task instanceof Committed commit ? commit.weight() : 0;
            }
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Lets those go who wait for room.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What is told again to one member stays: it waited for room.
    private void overflow(Committed commit) {
        Deque<Task> kept = new ArrayDeque<>();
        weight = 0;
        for (var task : waiting) {
            if (task instanceof Committed told && told.member() == null) {
                continue;
            }
            kept.add(task);
            weight += task instanceof Committed again ? again.weight() : 0;
        }
        // What decides about rows may have changed in what was let go, and so may the schema.
        kept.add(new Started(commit.position(), "more changed than could be told in time"));
        waiting = kept;
        changed.signalAll();
    }
}
