package dev.loam.kernel.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Those who wait with one priority, in lanes by who they are: fair shares of the database's time.
///
/// The number of lanes is fixed, and who has the same remainder shares one: memory is bounded
/// however many there are, and a crowd can slow down a few others at most. The lane for which the
/// least has been done is next (start-time fair queueing); what a request turned out to cost is
/// put to its lane's account when it ends.
///
/// Sources: P. McKenney, "Stochastic Fairness Queueing", 1990. P. Goyal et al., "Start-time Fair
/// Queuing", 1996.
final class Lanes {
    static final int COUNT = 64;

    private final Lane[] lanes = new Lane[COUNT];
    private final List<Lane> busy = new ArrayList<>(COUNT);
    private double reached;
    private int size;

    int size() {
        return size;
    }

    void add(Waiter waiter) {
        int number = (int) ((waiter.key * 0x9E37_79B9L >>> 24) & COUNT - 1);
        Lane lane = lanes[number];
        if (lane == null) {
            lane = lanes[number] = new Lane();
        }
        if (lane.waiters.isEmpty()) {
            // Who was away has saved nothing up.
            lane.start = Math.max(lane.start, reached);
            busy.add(lane);
        }
        lane.waiters.addLast(waiter);
        waiter.lane = lane;
        size++;
    }

    /// Takes out who is next, and puts what it is thought to cost to its lane's account.
    Waiter next(boolean newestFirst, double cost) {
        Lane least = busy.getFirst();
        for (Lane lane : busy) {
            if (lane.start < least.start) {
                least = lane;
            }
        }
        Waiter next = newestFirst ? least.waiters.pollLast() : least.waiters.pollFirst();
        reached = Math.max(reached, least.start);
        least.start += cost;
        left(least);
        return next;
    }

    /// Takes out who has waited longest in the longest lane.
    Waiter evict() {
        Lane longest = busy.getFirst();
        for (Lane lane : busy) {
            if (lane.waiters.size() > longest.waiters.size()) {
                longest = lane;
            }
        }
        Waiter oldest = longest.waiters.pollFirst();
        left(longest);
        return oldest;
    }

    boolean remove(Waiter waiter) {
        boolean there = waiter.lane.waiters.removeFirstOccurrence(waiter);
        if (there) {
            left(waiter.lane);
        }
        return there;
    }

    /// Takes out someone who came before a moment; null where there is none.
    Waiter older(long nanos) {
        for (Lane lane : busy) {
            Waiter oldest = lane.waiters.peekFirst();
            if (oldest.sinceNanos - nanos < 0) {
                lane.waiters.pollFirst();
                left(lane);
                return oldest;
            }
        }
        return null;
    }

    /// Takes out all whose time is up.
    void expire(long now, Consumer<Waiter> expired) {
        for (Lane lane : List.copyOf(busy)) {
            int before = lane.waiters.size();
            lane.waiters.removeIf(waiter -> {
                boolean over = waiter.untilNanos - now <= 0;
                if (over) {
                    expired.accept(waiter);
                }
                return over;
            });
            size -= before - lane.waiters.size();
            if (lane.waiters.isEmpty()) {
                busy.remove(lane);
            }
        }
    }

    private void left(Lane lane) {
        size--;
        if (lane.waiters.isEmpty()) {
            busy.remove(lane);
        }
    }
}
