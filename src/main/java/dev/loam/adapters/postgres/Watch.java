package dev.loam.adapters.postgres;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The one thread that looks at all running statements of a pool and cancels those whose deadline
/// has passed or whose client has left.
final class Watch {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final List<Backend> backends = new CopyOnWriteArrayList<>();
    private final Runnable everyTick;
    private final Thread thread;
    private volatile boolean closed;

    /// `everyTick` is run at each tick as well, and must not block.
    Watch(Runnable everyTick) {
        this.everyTick = everyTick;
        thread = Thread.ofPlatform().daemon().name("postgres-watch").start(this::loop);
    }

    void add(Backend backend) {
        backends.add(backend);
    }

    void remove(Backend backend) {
        backends.remove(backend);
    }

    private void loop() {
        while (!closed || !backends.isEmpty()) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            for (Backend backend : backends) {
                backend.watch(now);
            }
            everyTick.run();
        }
    }

    int size() {
        return backends.size();
    }

    /// Ends the thread once nothing runs any more.
    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
