package dev.loam.kernel.cache;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A statement that is under way and whose answer may be kept; others who ask the same can wait for
/// it. `number` tells which of two began first.
final class Fill {
    final Question question;
    final long number;
    final long epoch;
    /// [Contents#schemas] when it began.
    final long schemas;
    /// A moment (see [Freshness]) before its statement was sent.
    final long beganAt;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Entry answer;

    Fill(Question question, long number, long epoch, long schemas, long beganAt) {
        this.question = question;
        this.number = number;
        this.epoch = epoch;
        this.schemas = schemas;
        this.beganAt = beganAt;
    }

    Reach reach() {
        return question.reach();
    }

    /// Hands the answer to those who wait; null where there is none to share.
    void end(Entry shared) {
        answer = shared;
        ended.countDown();
    }

    /// Whether it ended within that time.
    boolean await(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /// Null before the end, and where there is none to share.
    Entry answer() {
        return answer;
    }
}
