package dev.loam.kernel.changes;

import dev.loam.ports.changes.ChangeListener;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/// Calls the listener on a thread of its own, which lives as long as something waits in the queue.
/// Telling never blocks.
final class QueuedTeller implements Teller {
    private final String name;
    private final long bytesMax;
    private final ChangeListener listener;
    private final Threads threads;
    private final End end;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long bytes;
    private boolean running;
    private boolean ending;
    private volatile boolean silent;

    QueuedTeller(String name, long bytesMax, ChangeListener listener, Threads threads, End end) {
        this.name = name;
        this.bytesMax = bytesMax;
        this.listener = listener;
        this.threads = threads;
        this.end = end;
    }

    /// Starts threads.
    @FunctionalInterface
    interface Threads {
        void start(String name, Runnable work);
    }

    /// What waits, and how much of the bound it takes.
    private record Waiting(Told told, long weight) {
    }

    @Override
    public void tell(Told told) {
        add(new Waiting(told, told.weight()));
    }

    @Override
    public void tellKept(Told told) {
        add(new Waiting(told, 0));
    }

    private void add(Waiting waiting) {
        Told.Ended cutOff = null;
        lock.lock();
        try {
            if (silent || ending) {
                return;
            }
            if (waiting.told instanceof Told.Progressed && !queue.isEmpty()
                    && queue.getLast().told instanceof Told.Progressed) {
                bytes -= queue.removeLast().weight;
            }
            queue.addLast(waiting);
            bytes += waiting.weight;
            ending = waiting.told instanceof Told.Ended;
            if (bytes > bytesMax && !ending) {
                cutOff = Endings.slow(bytesMax);
                endWith(cutOff);
            }
            wake();
        } finally {
            lock.unlock();
        }
        if (cutOff != null) {
            end.onCutOff(cutOff.why());
        }
    }

    /// What waits is no longer told, only the end.
    private void endWith(Told.Ended last) {
        queue.clear();
        queue.addLast(new Waiting(last, 0));
        bytes = 0;
        ending = true;
    }

    private void wake() {
        if (!running) {
            running = true;
            threads.start(name, this::run);
        }
    }

    private void run() {
        for (Told next = next(); next != null; next = next()) {
            try {
                next.to(listener);
            } catch (RuntimeException | Error e) {
                end.onThrown(e);
                if (!(next instanceof Told.Ended)) {
                    endAfter(e);
                }
            }
        }
    }

    /// What to tell now; null when there is nothing, and with that this thread's work ends.
    private Told next() {
        lock.lock();
        try {
            Waiting next = silent ? null : queue.pollFirst();
            running = next != null;
            if (next == null) {
                return null;
            }
            bytes -= next.weight;
            return next.told;
        } finally {
            lock.unlock();
        }
    }

    private void endAfter(Throwable e) {
        lock.lock();
        try {
            endWith(Endings.thrown(e));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void silence() {
        silent = true;
        lock.lock();
        try {
            queue.clear();
        } finally {
            lock.unlock();
        }
    }
}
