package dev.loam.kernel.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.config.ByteSize;
import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.ChangeFeed.Delivery;
import dev.loam.ports.changes.ChangeFeed.Subscription;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each listener hears exactly the commits behind its start, in order, or is told of a gap: under
/// any interleaving of commits, pauses, gaps, listeners that come, return and leave.
class ChangeHubOrderTest {
    private static final ChangeHub.Journal SILENT = new ChangeHub.Journal() {
        @Override
        public void onCutOff(String listener, String why) {
        }

        @Override
        public void onThrown(String listener, Throwable e) {
            throw new IllegalStateException(listener, e);
        }
    };

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void under_any_interleaving(int seed) {
        new Run(seed).play(400);
    }

    /// One run; everything in it follows from the seed.
    private static final class Run implements Clock {
        private final Random random;
        private final ScriptedSource source = new ScriptedSource();
        private final ArrayDeque<Runnable> threads = new ArrayDeque<>();
        private final List<Checked> listeners = new ArrayList<>();
        private final ChangeHub hub;
        /// All parts told since the last gap, as position * 10 + part.
        private final List<Long> told = new ArrayList<>();
        private long position = 1_000;
        private int openParts;
        private long nanos;
        private boolean started;

        Run(int seed) {
            random = new Random(seed);
            var config = new HubConfig(new ByteSize(1 + random.nextInt(4_000)),
                    Duration.ofSeconds(1 + random.nextInt(30)), 1 + random.nextInt(20));
            hub = new ChangeHub(source, config, this, SILENT,
                    (name, work) -> threads.add(work));
            hub.start(null);
        }

        void play(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
            }
            while (!threads.isEmpty()) {
                threads.remove().run();
            }
            for (Checked one : listeners) {
                if (!one.ended && started) {
                    assertThat(one.heard).isEqualTo(told.stream()
                            .filter(part -> part / 10 > one.from).toList());
                }
            }
            assertThat(listeners).anyMatch(one -> !one.heard.isEmpty());
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> commit();
                case 4 -> subscribe();
                case 5, 6 -> runOne();
                case 7 -> leaveAndReturn();
                case 8 -> progress();
                case 9 -> nanos += Duration.ofSeconds(random.nextInt(3)).toNanos();
                case 10 -> trouble();
                default -> hub.poke();
            }
        }

        private void start() {
            if (!started) {
                started = true;
                source.start(position);
            }
        }

        private void commit() {
            start();
            if (openParts == 0) {
                position += 1 + random.nextInt(50);
            }
            boolean last = openParts == 4 || random.nextInt(3) > 0;
            told.add(position * 10 + openParts);
            source.part(position, openParts, last);
            openParts = last ? 0 : openParts + 1;
        }

        private void progress() {
            start();
            if (openParts == 0) {
                position += 1 + random.nextInt(20);
                source.progress(position + 1);
            }
        }

        private void trouble() {
            start();
            source.listener.onPause("trouble");
            if (openParts == 0 && random.nextInt(4) == 0) {
                told.clear();
                position += random.nextInt(100) - 50;
                source.gap(position);
            }
        }

        private void subscribe() {
            add(random.nextBoolean() ? null : position - random.nextInt(200));
        }

        /// Comes back where it was, or a little before that, as clients do.
        private void leaveAndReturn() {
            List<Checked> heard = listeners.stream().filter(one -> one.last > 0).toList();
            if (!heard.isEmpty()) {
                Checked one = heard.get(random.nextInt(heard.size()));
                one.ended = true;
                one.subscription.close();
                add(one.last - random.nextInt(2) * random.nextInt(50));
            }
        }

        private void add(Long after) {
            var listener = new Checked();
            listeners.add(listener);
            listener.after = after;
            listener.subscription = hub.subscribe(listener, after == null ? null : new Lsn(after),
                    random.nextBoolean() ? new Delivery.Inline()
                            : new Delivery.Queued("queued", 500 + random.nextInt(5_000)));
        }

        private void runOne() {
            if (!threads.isEmpty()) {
                threads.remove().run();
            }
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    /// Checks the order of the calls, and writes down what it hears since its last start.
    private static final class Checked implements ChangeListener {
        final List<Long> heard = new ArrayList<>();
        Long after;
        Subscription subscription;
        long from = -1;
        long last;
        boolean ended;

        @Override
        public void onStart(Lsn position, String gap) {
            if (from >= 0 || gap == null && after != null) {
                assertThat(gap == null).isEqualTo(from < 0);
            }
            if (from < 0 && after != null && gap == null) {
                assertThat(position.value()).isEqualTo(after);
            }
            from = position.value();
            last = from;
            heard.clear();
        }

        @Override
        public void onCommit(Commit commit) {
            assertThat(from).isGreaterThanOrEqualTo(0);
            heard.add(commit.position().value() * 10 + commit.first());
            if (commit.last()) {
                last = commit.position().value();
            }
        }

        @Override
        public void onProgress(Lsn to) {
            assertThat(from).isGreaterThanOrEqualTo(0);
        }

        @Override
        public void onPause(String why) {
            assertThat(from).isGreaterThanOrEqualTo(0);
        }

        @Override
        public void onEnd(String why) {
            assertThat(ended).isFalse();
            ended = true;
        }
    }

    /// With real threads: one that commits, and many that come and return in the meantime.
    @Test
    void under_real_threads() throws InterruptedException {
        int commits = 20_000;
        var source = new ScriptedSource();
        var clock = new Clock() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public long nanos() {
                return 0;
            }
        };
        try (var hub = new ChangeHub(source, HubConfig.DEFAULTS, clock, SILENT)) {
            hub.start(null);
            source.start(0);
            Thread committer = Thread.ofPlatform().start(() -> {
                for (int i = 1; i <= commits; i++) {
                    source.commit(i);
                }
            });
            var followers = IntStream.range(0, 8).mapToObj(i -> new Follower(hub, commits, i))
                    .toList();
            for (Follower follower : followers) {
                assertThat(follower.done.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(follower.wrong).isNull();
            }
            committer.join();
        }
    }

    /// Wants every number once, and returns again and again where it left.
    private static final class Follower {
        private static final int TURN = 100;

        final CountDownLatch done = new CountDownLatch(1);
        volatile String wrong;
        private final ChangeHub hub;
        private final int commits;
        private final int number;
        /// Changed by the turn that lasts.
        private volatile long last;

        Follower(ChangeHub hub, int commits, int number) {
            this.hub = hub;
            this.commits = commits;
            this.number = number;
            Thread.ofVirtual().start(this::comeAndGo);
        }

        private void comeAndGo() {
            while (done.getCount() > 0) {
                var turn = new Turn();
                Subscription subscription = hub.subscribe(turn, new Lsn(last),
                        new Delivery.Queued("follower " + number, 1 << 30));
                turn.awaitOver();
                subscription.close();
            }
        }

        /// One stay, which is over after so many commits: later calls do not count.
        private final class Turn implements ChangeListener {
            private final CountDownLatch over = new CountDownLatch(1);
            private int heard;

            void awaitOver() {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    fail(e.toString());
                }
            }

            @Override
            public void onStart(Lsn from, String gap) {
                if (gap != null) {
                    fail(gap);
                }
            }

            @Override
            public void onCommit(Commit commit) {
                if (over.getCount() == 0) {
                    return;
                }
                long position = commit.position().value();
                if (position != last + 1) {
                    fail(position + " after " + last);
                }
                last = position;
                heard++;
                if (position == commits) {
                    done.countDown();
                }
                if (heard == TURN || position == commits) {
                    over.countDown();
                }
            }

            @Override
            public void onProgress(Lsn to) {
            }

            @Override
            public void onPause(String why) {
            }

            @Override
            public void onEnd(String why) {
                if (done.getCount() > 0) {
                    fail(why);
                }
            }

            private void fail(String why) {
                wrong = why;
                done.countDown();
                over.countDown();
            }
        }
    }
}
