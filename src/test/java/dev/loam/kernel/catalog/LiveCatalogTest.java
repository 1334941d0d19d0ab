package dev.loam.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.task.Deadline;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveCatalogTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofNanos(1);

    private final Clock clock = new Clock() {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };
    /// The versions of readings that began.
    private final BlockingQueue<Long> begun = new LinkedBlockingQueue<>();
    /// How readings end, in order.
    private final BlockingQueue<String> endings = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private LiveCatalog live;

    private LiveCatalog live(Duration pauseMin, Duration pauseMax) {
        live = new LiveCatalog(version -> {
            begun.add(version);
            return end(version, next(endings));
        }, clock, new LiveCatalog.Listener() {
            @Override
            public void onLoaded(Catalog catalog, Duration took) {
                heard.add("loaded " + catalog.version());
            }

            @Override
            public void onFailed(Exception why, Duration pause) {
                heard.add("failed " + why.getMessage() + " " + pause.toNanos());
            }
        }, pauseMin, pauseMax);
        return live;
    }

    private static Catalog end(long version, String how) throws CatalogUnreadable {
        return switch (how) {
            case "well" -> new Catalog(version, 180_000, List.of(), Map.of(), Map.of(), Map.of(),
                    Map.of(), List.of(), Map.of(), Map.of());
            case "defect" -> throw new IllegalStateException("defect");
            default -> throw new CatalogUnreadable(how);
        };
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("nothing came").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Deadline soon() {
        return Deadline.after(Duration.ofSeconds(30), clock.nanos());
    }

    @AfterEach
    void close() {
        endings.addAll(List.of("well", "well"));
        live.close();
    }

    @Test
    void the_first_catalog_is_read_unasked_and_awaited() throws Exception {
        live(LONG, LONG);
        assertThat(live.current()).isNull();
        assertThat(live.awaitFirst(new Deadline(clock.nanos()))).isFalse();
        endings.add("well");
        assertThat(live.awaitFirst(soon())).isTrue();
        assertThat(live.current().version()).isEqualTo(1);
        assertThat(next(heard)).isEqualTo("loaded 1");
    }

    @Test
    void a_burst_of_requests_during_a_reading_is_answered_by_one_more() throws Exception {
        live(LONG, LONG);
        assertThat(next(begun)).isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            live.reload();
        }
        endings.add("well");
        assertThat(next(begun)).isEqualTo(2);
        assertThat(live.current().version()).isEqualTo(1);
        endings.add("well");
        assertThat(live.awaitNewer(1, soon())).isTrue();
        assertThat(next(heard)).isEqualTo("loaded 1");
        assertThat(next(heard)).isEqualTo("loaded 2");
        live.close();
        assertThat(begun).isEmpty();
    }

    @Test
    void a_failed_reading_keeps_the_old_catalog_and_is_tried_again() throws Exception {
        live(SHORT, Duration.ofNanos(3));
        endings.add("well");
        assertThat(live.awaitFirst(soon())).isTrue();
        assertThat(next(heard)).isEqualTo("loaded 1");
        endings.addAll(List.of("no", "no", "defect"));
        live.reload();
        assertThat(next(heard)).isEqualTo("failed no 1");
        assertThat(live.current().version()).isEqualTo(1);
        assertThat(next(heard)).isEqualTo("failed no 2");
        assertThat(next(heard)).isEqualTo("failed defect 3");
        endings.add("well");
        assertThat(live.awaitNewer(1, soon())).isTrue();
        assertThat(next(heard)).isEqualTo("loaded 2");
    }

    @Test
    void a_request_ends_the_pause_after_a_failure() throws Exception {
        live(LONG, LONG);
        endings.add("no");
        assertThat(next(heard)).isEqualTo("failed no " + LONG.toNanos());
        live.reload();
        endings.add("well");
        assertThat(live.awaitFirst(soon())).isTrue();
    }

    @Test
    void closing_ends_every_wait() throws Exception {
        live(LONG, LONG);
        endings.add("no");
        assertThat(next(heard)).startsWith("failed");
        Thread closer = Thread.ofVirtual().start(live::close);
        assertThat(live.awaitFirst(soon())).isFalse();
        closer.join();
    }
}
