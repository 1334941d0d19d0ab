package dev.loam.modules.realtime.time;

import dev.loam.kernel.module.Worker;
import dev.loam.ports.time.Clock;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Things to be done at some moment, each on a thread of its own, so that none delays another.
public final class Alarms implements Worker {
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();
    private final TreeSet<Alarm> waiting = new TreeSet<>(
            Comparator.comparingLong(Alarm::atNanos).thenComparingLong(Alarm::number));
    private long number;

    public Alarms(Clock clock) {
        this.clock = clock;
    }

    /// One of them. The moment is one of `Clock#nanos`, whose values lie within a span that a
    /// process does not outlive, so that they compare as they are.
    public record Alarm(long atNanos, long number, Runnable action) {
    }

    public Alarm in(long nanos, Runnable action) {
        lock.lock();
        try {
            var alarm = new Alarm(clock.nanos() + nanos, number++, action);
            waiting.add(alarm);
            if (waiting.getFirst() == alarm) {
                sooner.signal();
            }
            return alarm;
        } finally {
            lock.unlock();
        }
    }

    /// It is not begun any more. Null is no alarm.
    public void cancel(Alarm alarm) {
        if (alarm != null) {
            lock.lock();
            try {
                waiting.remove(alarm);
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public String name() {
        return "realtime-alarms";
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            Thread.ofVirtual().name("realtime-alarm").start(next().action());
        }
    }

    private Alarm next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (waiting.isEmpty()) {
                    sooner.await();
                } else {
                    long left = waiting.getFirst().atNanos() - clock.nanos();
                    if (left <= 0) {
                        return waiting.removeFirst();
                    }
                    sooner.await(left, TimeUnit.NANOSECONDS);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
