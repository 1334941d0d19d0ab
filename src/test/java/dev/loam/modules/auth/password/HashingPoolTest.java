package dev.loam.modules.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import dev.loam.ports.task.PatientThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashingPoolTest {
    static final PatientThreads PLAIN =
            (name, work) -> Thread.ofPlatform().name(name).daemon().unstarted(work);

    @Test
    void of_a_flood_as_many_are_served_as_run_and_wait_and_the_others_refused_at_once()
            throws Exception {
        var release = new CountDownLatch(1);
        var refused = new CountDownLatch(64 - (2 + 8));
        var running = new AtomicInteger();
        var runningMax = new AtomicInteger();
        try (var pool = new HashingPool(2, 8, PLAIN);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var served = IntStream.range(0, 64).mapToObj(_ -> callers.submit(() -> {
                try {
                    return pool.call(() -> {
                        runningMax.accumulateAndGet(running.incrementAndGet(), Math::max);
                        release.await();
                        running.decrementAndGet();
                        return 1;
                    });
                } catch (Refusal refusal) {
                    assertThat(refusal.failure().status()).isEqualTo(429);
                    assertThat(refusal.failure().code()).isEqualTo("over_request_rate_limit");
                    assertThat(refusal.failure().headers()).containsEntry("Retry-After", "1");
                    refused.countDown();
                    return 0;
                }
            })).toList();
            refused.await();
            release.countDown();
            assertThat(sum(served)).isEqualTo(2 + 8);
            assertThat(runningMax.get()).isBetween(1, 2);
        }
    }

    private static int sum(Iterable<Future<Integer>> results) throws Exception {
        int sum = 0;
        for (var result : results) {
            sum += result.get();
        }
        return sum;
    }

    @Test
    void work_runs_on_a_daemon_of_the_system_not_on_the_callers_thread() {
        try (var pool = new HashingPool(1, 0, PLAIN)) {
            var thread = pool.call(Thread::currentThread);
            assertThat(thread.isVirtual()).isFalse();
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("password");
        }
    }

    @Test
    void a_defect_reaches_the_caller_and_a_closed_pool_refuses() {
        var pool = new HashingPool(1, 1, PLAIN);
        assertThatThrownBy(() -> pool.call(() -> {
            throw new IllegalArgumentException("defect");
        })).hasRootCauseMessage("defect");
        pool.close();
        assertThatThrownBy(() -> pool.call(() -> 1)).isInstanceOf(Refusal.class);
    }

    @Test
    void who_is_interrupted_while_waiting_is_refused_and_leaves_the_queue() throws Exception {
        var release = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        try (var pool = new HashingPool(1, 1, PLAIN)) {
            Thread.ofVirtual().start(() -> pool.call(() -> {
                begun.countDown();
                release.await();
                return 1;
            }));
            begun.await();
            var gone = new CountDownLatch(1);
            var waiting = Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> pool.call(() -> 2)).isInstanceOf(Refusal.class);
                gone.countDown();
            });
            gone.await();
            waiting.join();
            var next = new CountDownLatch(1);
            var admitted = Thread.ofVirtual().start(() -> {
                pool.call(() -> 3);
                next.countDown();
            });
            release.countDown();
            next.await();
            admitted.join();
        }
    }
}
