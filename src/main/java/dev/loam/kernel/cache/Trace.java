package dev.loam.kernel.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The newest accesses, as many as it has room for. Thread-safe.
final class Trace {
    private final int max;
    private final ArrayDeque<Simulator.Access> accesses = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();

    /// Records nothing with `max` 0.
    Trace(int max) {
        this.max = max;
    }

    void add(Entry entry) {
        if (max == 0) {
            return;
        }
        lock.lock();
        try {
            if (accesses.size() >= max) {
                accesses.removeFirst();
            }
            accesses.addLast(new Simulator.Access(entry.key.trace(), entry.weight));
        } finally {
            lock.unlock();
        }
    }

    List<Simulator.Access> take() {
        lock.lock();
        try {
            var taken = new ArrayList<>(accesses);
            accesses.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
