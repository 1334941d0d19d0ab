package dev.loam.kernel.admission;

import java.util.concurrent.TimeUnit;

/// Those who wait for a place: who is next, and who has to go. No threads and no clock: whoever
/// calls says what time it is, and keeps others out.
///
/// In calm times who came first goes first. Once the line has not been empty for a while, and more
/// wait than have places, more comes than can be done; then who came last goes first, since its
/// client is still there, and who has waited longer than the target is sent away, to come again
/// rather than to be answered late.
///
/// Source: B. Maurer, "Fail at Scale", ACM Queue 13 (8), 2015: adaptive LIFO, controlled delay.
final class Line {
    /// At the least so long must the line last before that counts as overload.
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /// The same in times of a request, and the wait that is then borne.
    private static final int INTERVAL_REQUESTS = 8;
    private static final int TARGET_REQUESTS = 2;
    /// One turn in so many goes to the last priority, so that it is never forgotten.
    private static final int TURNS_TO_LAST = 8;

    private final int max;
    private final long waitMaxNanos;
    private final long targetNanos;
    private final Lanes[] lanes;
    private int size;
    private int turns;
    private long emptyNanos;
    private final Sent sent;

    /// Is told of each who is sent away.
    interface Sent {
        void away(Waiter waiter, Verdict why);
    }

    Line(AdmissionConfig config, long nowNanos, Sent sent) {
        this.max = config.queueMax();
        this.waitMaxNanos = config.waitMax().toNanos();
        this.targetNanos = config.target().toNanos();
        this.emptyNanos = nowNanos;
        this.sent = sent;
        this.lanes = new Lanes[Priority.values().length];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lanes();
        }
    }

    int size() {
        return size;
    }

    /// Whether more comes than can be done. `base` is how long a request takes.
    private boolean overloaded(long now, long base, int places) {
        return size > places
                && now - emptyNanos > Math.max(INTERVAL_NANOS, INTERVAL_REQUESTS * base);
    }

    /// Puts someone into the line, or sends it away, or another one in its place. There are so many
    /// `places` before it.
    void join(Waiter waiter, long now, long base, int places) {
        if (size == 0) {
            emptyNanos = now;
        }
        boolean overloaded = overloaded(now, base, places);
        if (overloaded) {
            sweep(now, base);
        }
        if (waiter.deadlineNanos - now < base) {
            sendAway(waiter, Verdict.TOO_LATE);
            return;
        }
        if (size >= max && !crowdOut(waiter)) {
            sendAway(waiter, Verdict.CROWDED_OUT);
            return;
        }
        long wait = overloaded ? Math.min(waitMaxNanos, target(base)) : waitMaxNanos;
        waiter.untilNanos = now + Math.min(wait, waiter.deadlineNanos - now);
        lanes[waiter.priority.ordinal()].add(waiter);
        size++;
    }

    /// Takes out who is next, as [#join]; null where nobody is left.
    Waiter next(long now, long base, int places) {
        boolean overloaded = overloaded(now, base, places);
        if (overloaded) {
            sweep(now, base);
        }
        while (size > 0) {
            Waiter next = lanes[turn()].next(overloaded, Math.max(1, base));
            left(now);
            if (next.untilNanos - now < 0) {
                sendAway(next, Verdict.WAITED);
            } else if (next.deadlineNanos - now < base) {
                sendAway(next, Verdict.TOO_LATE);
            } else {
                return next;
            }
        }
        return null;
    }

    /// Sends all away whose time is up.
    void expire(long now) {
        int before = size;
        for (Lanes each : lanes) {
            each.expire(now, waiter -> {
                size--;
                sendAway(waiter, waiter.deadlineNanos - now <= 0
                        ? Verdict.TOO_LATE : Verdict.WAITED);
            });
        }
        if (size == 0 && before > 0) {
            emptyNanos = now;
        }
    }

    /// Takes out one who will wait no longer; false where it was not there any more.
    boolean leave(Waiter waiter, long now) {
        boolean there = waiter.lane != null && lanes[waiter.priority.ordinal()].remove(waiter);
        if (there) {
            left(now);
        }
        return there;
    }

    private void left(long now) {
        size--;
        if (size == 0) {
            emptyNanos = now;
        }
    }

    private void sendAway(Waiter waiter, Verdict why) {
        sent.away(waiter, why);
    }

    private long target(long base) {
        return Math.max(targetNanos, TARGET_REQUESTS * base);
    }

    private void sweep(long now, long base) {
        long longest = Math.min(waitMaxNanos, target(base));
        for (Lanes each : lanes) {
            for (Waiter old = each.size() == 0 ? null : each.older(now - longest); old != null;
                    old = each.size() == 0 ? null : each.older(now - longest)) {
                size--;
                sendAway(old, Verdict.WAITED);
            }
        }
    }

    /// Makes room for someone; false where all who wait go before it.
    private boolean crowdOut(Waiter waiter) {
        for (int last = lanes.length - 1; last >= waiter.priority.ordinal(); last--) {
            if (lanes[last].size() > 0) {
                Waiter out = lanes[last].evict();
                size--;
                sendAway(out, Verdict.CROWDED_OUT);
                return true;
            }
        }
        return false;
    }

    private int turn() {
        boolean toLast = ++turns % TURNS_TO_LAST == 0;
        int found = -1;
        for (int i = 0; i < lanes.length; i++) {
            if (lanes[i].size() > 0) {
                found = i;
                if (!toLast) {
                    break;
                }
            }
        }
        return found;
    }
}
