package dev.loam.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The generator against servers that behave badly in known ways.
class LoadRunSpec {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final double STALL_MICROS = 500_000;

    @Test
    void a_fixed_rate_sends_as_many_as_it_says() throws IOException {
        try (var server = new TinyServer((_, _) -> TinyServer.ok("hello"))) {
            LoadReport report = run(server, 300, 4);

            assertThat(report.statuses()).isEqualTo(Map.of(200, 300L));
            assertThat(report.failures()).isEmpty();
            assertThat(report.requestsPerSecond()).isBetween(150.0, 301.0);
            assertThat(report.bytesReceived()).isEqualTo(
                    300L * TinyServer.ok("hello").length());
        }
    }

    /// The point of it all: those who would have come during the stall have waited too.
    @Test
    void a_stall_of_half_a_second_shows_in_the_open_loop() throws IOException {
        try (var stall = new Stall(); var server = new TinyServer(stall)) {
            LoadReport report = run(server, 400, 4);

            assertThat(report.answered()).isEqualTo(400);
            assertThat(report.latencyMicros().p99()).isGreaterThan(STALL_MICROS * 0.9);
            assertThat(report.latencyMicros().p90()).isGreaterThan(STALL_MICROS * 0.5);
        }
    }

    @Test
    void the_closed_loop_hides_the_same_stall() throws IOException {
        try (var stall = new Stall(); var server = new TinyServer(stall)) {
            LoadReport report = run(server, 0, 4);

            assertThat(report.latencyMicros().max()).isGreaterThan(STALL_MICROS * 0.9);
            assertThat(report.latencyMicros().p90()).isLessThan(STALL_MICROS * 0.5);
        }
    }

    @Test
    void the_closed_loop_goes_as_fast_as_answers_come() throws IOException {
        try (var server = new TinyServer((_, _) -> TinyServer.ok("hello"))) {
            LoadReport report = run(server, 0, 2);

            assertThat(report.answered()).isGreaterThan(100);
            assertThat(report.answered()).isLessThanOrEqualTo(server.seen().size());
            assertThat(report.failed()).isZero();
        }
    }

    @Test
    void errors_are_counted_by_status() throws IOException {
        try (var server = new TinyServer((number, _) -> number % 4 == 0
                ? "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n" : TinyServer.ok("x"))) {
            LoadReport report = run(server, 100, 2);

            assertThat(report.statuses()).isEqualTo(Map.of(200, 75L, 503, 25L));
            assertThat(report.refused()).isEqualTo(25);
            assertThat(report.anyGood()).isTrue();
        }
    }

    @Test
    void a_closed_connection_is_a_failure_and_is_opened_again() throws IOException {
        try (var server = new TinyServer((number, _) -> number % 10 == 0
                ? null : TinyServer.ok("x"))) {
            LoadReport report = run(server, 100, 2);

            assertThat(report.answered() + report.failed()).isEqualTo(100);
            assertThat(report.statuses()).isEqualTo(Map.of(200, 90L));
            assertThat(report.failed()).isEqualTo(10);
        }
    }

    @Test
    void an_answer_that_ends_the_connection_is_no_failure() throws IOException {
        try (var server = new TinyServer((number, _) -> number % 2 == 0
                ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"
                : "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end")) {
            LoadReport report = run(server, 100, 2);

            assertThat(report.statuses()).isEqualTo(Map.of(200, 100L));
            assertThat(report.failures()).isEmpty();
        }
    }

    @Test
    void a_server_that_never_answers_is_given_up_and_everything_is_counted()
            throws IOException {
        try (var server = new TinyServer((_, _) -> {
            new CountDownLatch(1).await();
            return null;
        })) {
            LoadReport report = LoadRun.run(plan(server, 50, 2, Duration.ofMillis(300)));

            assertThat(report.answered()).isZero();
            assertThat(report.failed()).isEqualTo(50);
            assertThat(report.failures()).containsKeys("no answer in time", "never sent");
            assertThat(report.anyGood()).isFalse();
        }
    }

    @Test
    void a_server_that_goes_away_is_noticed() throws IOException {
        AtomicReference<TinyServer> self = new AtomicReference<>();
        try (var server = new TinyServer((number, _) -> {
            if (number == 20) {
                close(self.get());
            }
            return TinyServer.ok("x");
        })) {
            self.set(server);
            LoadReport report = LoadRun.run(plan(server, 100, 2, SECOND));

            assertThat(report.answered()).isBetween(15L, 22L);
            assertThat(report.answered() + report.failed()).isEqualTo(100);
            assertThat(report.failures().keySet()).anyMatch(why ->
                    why.startsWith("no connection"));
        }
    }

    @Test
    void the_warmup_is_sent_and_not_counted() throws IOException {
        try (var server = new TinyServer((_, _) -> TinyServer.ok("x"))) {
            LoadReport report = LoadRun.run(new LoadPlan(address(server.url()),
                    List.of(get("/")), 200, Duration.ofMillis(500), Duration.ofMillis(500), 2,
                    SECOND));

            assertThat(server.seen()).hasSize(200);
            assertThat(report.answered()).isEqualTo(100);
        }
    }

    @Test
    void requests_are_taken_in_turn_and_large_ones_arrive_whole() throws IOException {
        byte[] large = "z".repeat(3_000_000).getBytes();
        try (var server = new TinyServer((_, _) -> TinyServer.ok("x"))) {
            LoadReport report = LoadRun.run(new LoadPlan(address(server.url()),
                    List.of(get("/a"), WireRequest.of("POST", "h", "/b", Map.of(), large)),
                    10, Duration.ZERO, SECOND, 1, Duration.ofSeconds(10)));

            assertThat(report.answered()).isEqualTo(10);
            assertThat(server.seen()).filteredOn(one -> one.startsWith("GET /a ")).hasSize(5);
            assertThat(server.seen()).filteredOn(one -> one.startsWith("POST /b ")
                    && one.endsWith("\nz".concat("z".repeat(2_999_999)))).hasSize(5);
        }
    }

    private static LoadReport run(TinyServer server, double rate, int connections)
            throws IOException {
        return LoadRun.run(plan(server, rate, connections, Duration.ofSeconds(10)));
    }

    private static LoadPlan plan(
            TinyServer server, double rate, int connections, Duration timeout) {
        return new LoadPlan(address(server.url()), List.of(get("/")), rate, Duration.ZERO, SECOND,
                connections, timeout);
    }

    private static WireRequest get(String path) {
        return WireRequest.of("GET", "127.0.0.1", path, Map.of(), null);
    }

    private static InetSocketAddress address(String url) {
        URI uri = URI.create(url);
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    private static void close(TinyServer server) {
        try {
            server.close();
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /// Answers at once, but from the hundredth request on nobody for half a second.
    private static final class Stall implements TinyServer.Behaviour, AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public String answer(int number, String head) throws InterruptedException {
            if (number == 100) {
                clock.schedule(end::countDown, 500, TimeUnit.MILLISECONDS);
            }
            if (number >= 100) {
                end.await();
            }
            return TinyServer.ok("x");
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
