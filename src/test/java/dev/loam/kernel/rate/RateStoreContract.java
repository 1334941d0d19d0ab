package dev.loam.kernel.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.adapters.postgres.rate.PostgresRates;
import dev.loam.adapters.redis.RedisRates;
import dev.loam.app.running.SystemClock;
import dev.loam.base.config.Secret;
import dev.loam.base.limit.Gcra;
import dev.loam.base.limit.Taken;
import dev.loam.base.task.Deadline;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.RedisProcess;
import dev.loam.ports.rate.Ask;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.rate.Uncounted;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every shared store holds to. Two stores over one server stand for two processes. The rates
/// give nothing back while a test runs.
class RateStoreContract {
    private static final Gcra RATE = Gcra.of(10, Duration.ofHours(10));
    private static final Clock CLOCK = new SystemClock();
    private static RedisProcess redis;
    private static List<Pair> pairs;

    private record Pair(String name, RateStore one, RateStore other) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() throws Uncounted {
        redis = RedisProcess.start();
        var url = new Secret(redis.url());
        String database = AuthServer.database().url("supabase_auth_admin");
        pairs = List.of(new Pair("postgres", postgres(database), postgres(database)),
                new Pair("redis", new RedisRates(url, CLOCK), new RedisRates(url, CLOCK)));
    }

    private static RateStore postgres(String url) throws Uncounted {
        var rates = new PostgresRates(new PostgresDatabase(
                PostgresConfig.fromUrl(url).withPool(2, 100)));
        rates.prepare(soon());
        return rates;
    }

    @AfterAll
    static void stop() {
        pairs.forEach(pair -> {
            pair.one().close();
            pair.other().close();
        });
        redis.close();
    }

    static List<Pair> pairs() {
        return pairs;
    }

    /// Long enough for the busiest machine.
    private static Deadline soon() {
        return Deadline.after(Duration.ofMinutes(2), CLOCK.nanos());
    }

    private static Taken take(RateStore store, String key, long units, boolean always)
            throws Uncounted {
        return store.take(List.of(new Ask(key, RATE, units, always)), soon()).getFirst();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void two_processes_share_a_limit_exactly(Pair pair) throws InterruptedException {
        var granted = new AtomicInteger();
        var wrongs = new ConcurrentLinkedQueue<Uncounted>();
        var threads = IntStream.range(0, 8).mapToObj(i -> Thread.ofVirtual().start(() -> {
            for (int turn = 0; turn < 5; turn++) {
                try {
                    if (take(i % 2 == 0 ? pair.one() : pair.other(), "shared", 1, false)
                            .granted()) {
                        granted.incrementAndGet();
                    }
                } catch (Uncounted wrong) {
                    wrongs.add(wrong);
                }
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrongs).isEmpty();
        assertThat(granted).hasValue(10);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void a_refusal_tells_the_wait_and_takes_nothing(Pair pair) throws Uncounted {
        Taken most = take(pair.one(), "wait", 9, false);
        assertThat(most.wholeInNanos()).isBetween(RATE.cost(9) - 60_000_000_000L, RATE.cost(9));
        Taken refused = take(pair.other(), "wait", 2, false);
        assertThat(refused.waitNanos())
                .isBetween(RATE.cost(1) - 60_000_000_000L, RATE.cost(1));
        assertThat(take(pair.one(), "wait", 1, false).granted()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void a_debt_is_kept_and_ends_within_a_span(Pair pair) throws Uncounted {
        assertThat(take(pair.one(), "debt", 0, false).granted()).isTrue();
        assertThat(take(pair.one(), "debt", 1_000, true).granted()).isTrue();
        Taken refused = take(pair.other(), "debt", 0, false);
        assertThat(refused.granted()).isFalse();
        assertThat(refused.wholeInNanos()).isLessThanOrEqualTo(2 * RATE.spanNanos());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void several_keys_are_judged_in_one_question(Pair pair) throws Uncounted {
        take(pair.one(), "z-full", 10, false);
        List<Taken> taken = pair.one().take(List.of(new Ask("z-full", RATE, 1, false),
                new Ask("a-empty", RATE, 1, false)), soon());
        assertThat(taken.get(0).granted()).isFalse();
        assertThat(taken.get(1).granted()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void a_deadline_that_has_passed_is_no_answer(Pair pair) {
        assertThatThrownBy(() -> pair.one().take(List.of(new Ask("late", RATE, 1, false)),
                new Deadline(CLOCK.nanos() - 1))).isInstanceOf(Uncounted.class);
    }

    @Test
    void a_redis_that_was_started_anew_is_asked_again() throws Uncounted {
        RateStore store = pairs.getLast().one();
        assertThat(take(store, "anew", 10, false).granted()).isTrue();
        redis.stop();
        assertThatThrownBy(() -> take(store, "anew", 1, false)).isInstanceOf(Uncounted.class);
        redis.startAgain();
        long end = CLOCK.nanos() + Duration.ofMinutes(2).toNanos();
        while (true) {
            try {
                // It has forgotten all: the script as well.
                assertThat(take(store, "anew", 10, false).granted()).isTrue();
                return;
            } catch (Uncounted wrong) {
                assertThat(CLOCK.nanos()).as(wrong.getMessage()).isLessThan(end);
                // Lettuce tells nobody that it is connected again.
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void cleaning_leaves_what_is_in_use(Pair pair) throws Uncounted {
        take(pair.one(), "kept", 10, false);
        pair.one().clean(1_000, soon());
        assertThat(take(pair.one(), "kept", 1, false).granted()).isFalse();
    }
}
