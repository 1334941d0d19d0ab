package dev.loam.kernel.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.running.SystemClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Many threads at one gate: nobody is forgotten, and never are more in than may be.
final class GateRacesTest {
    private static final int PLACES = 3;
    private static final int THREADS = 64;
    private static final int ROUNDS = 300;

    private final SystemClock clock = new SystemClock();
    private final Gate gate = new Gate(new AdmissionConfig(PLACES, PLACES, PLACES, THREADS / 2,
            Duration.ofSeconds(5), Duration.ofMillis(2), Set.of()), clock);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger sentAway = new AtomicInteger();

    @Test
    void nobodyIsForgottenAndNoPlaceIsLost() throws InterruptedException {
        Thread ticker = Thread.ofVirtual().start(() -> {
            try {
                gate.ticker().run();
            } catch (InterruptedException _) {
                // Told to end.
            }
        });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int key = i;
            threads.add(Thread.ofVirtual().start(() -> rounds(key)));
        }
        for (Thread thread : threads) {
            // Some are interrupted in their wait.
            if (thread.threadId() % 16 == 0) {
                thread.interrupt();
            }
        }
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
        }
        ticker.interrupt();
        assertThat(most.get()).isLessThanOrEqualTo(PLACES);
        assertThat(admitted.get() + sentAway.get()).isEqualTo(THREADS * ROUNDS);
        assertThat(admitted.get()).isPositive();
        assertThat(gate.inside()).isZero();
        assertThat(gate.waiting()).isZero();
    }

    private void rounds(int key) {
        for (int round = 0; round < ROUNDS; round++) {
            long now = clock.nanos();
            var waiter = new Waiter(Thread.currentThread(), Priority.values()[key % 3], key, now,
                    now + Duration.ofSeconds(10).toNanos());
            if (!gate.enter()) {
                gate.join(waiter, now);
                if (gate.await(waiter) != Verdict.ADMITTED) {
                    sentAway.incrementAndGet();
                    continue;
                }
            }
            admitted.incrementAndGet();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            long then = clock.nanos();
            gate.leave(waiter.lane, then - now, true, then);
        }
    }
}
