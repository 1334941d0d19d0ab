package dev.loam.modules.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.HandClock;
import dev.loam.modules.auth.failure.AuthCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class QuietlyTest {
    private final HandClock clock = new HandClock();
    private final Quietly quietly = new Quietly(clock);
    private final List<String> done = new ArrayList<>();

    @Test
    void where_all_may_be_seen_it_is_done_at_once() {
        quietly.later(true, () -> done.add("a"));
        assertThat(done).containsExactly("a");
    }

    @Test
    void what_still_waits_at_the_end_is_done_and_not_interrupted() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        quietly.later(false, () -> {
            begun.countDown();
            awaitInterrupt(never);
        });
        for (var name : List.of("a", "b")) {
            quietly.later(false, () -> done.add(
                    name + Thread.currentThread().isInterrupted()));
        }
        end(begun);
        assertThat(done).containsExactly("afalse", "bfalse");
    }

    @Test
    void what_the_end_broke_off_is_done_again() throws InterruptedException {
        var begun = new CountDownLatch(1);
        quietly.later(false, () -> {
            if (begun.getCount() > 0) {
                begun.countDown();
                awaitInterrupt(new CountDownLatch(1));
                throw AuthCode.REQUEST_TIMEOUT.refusal();
            }
            done.add("again");
        });
        end(begun);
        assertThat(done).containsExactly("again");
    }

    @Test
    void the_end_does_not_wait_for_ever() throws InterruptedException {
        var begun = new CountDownLatch(1);
        quietly.later(false, () -> {
            begun.countDown();
            awaitInterrupt(new CountDownLatch(1));
        });
        for (var name : List.of("a", "b")) {
            quietly.later(false, () -> {
                done.add(name);
                clock.advance(Duration.ofMinutes(1));
            });
        }
        end(begun);
        assertThat(done).containsExactly("a");
    }

    @Test
    void more_than_can_wait_is_refused() {
        for (int i = 0; i < 1_000; i++) {
            quietly.later(false, () -> { });
        }
        assertThatThrownBy(() -> quietly.later(false, () -> { })).isInstanceOf(Refusal.class);
    }

    private void end(CountDownLatch begun) throws InterruptedException {
        var worker = Thread.ofVirtual().start(this::run);
        begun.await();
        worker.interrupt();
        worker.join();
    }

    private void run() {
        try {
            quietly.run();
        } catch (InterruptedException _) {
            // As wanted.
        }
    }

    private static void awaitInterrupt(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
