package dev.loam.adapters.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.ports.web.HttpLimits;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The end of a server, as connections of HTTP/1.1 see it. That of HTTP/2 is in [Http2FramesSpec].
class StoppingSpec {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LAST = "Connection: close\r\n";
    private static final Duration TIME = Duration.ofSeconds(30);

    private WebServer server;

    @BeforeEach
    void start() {
        server = WebServer.start("127.0.0.1", 0, HttpLimits.DEFAULT, new EchoHandler());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void once_announced_each_answer_is_the_last_of_its_connection_and_new_ones_are_served() {
        try (var early = new RawClient(server.port()); var idle = new RawClient(server.port())) {
            assertThat(early.send(GET).until("GET /a")).doesNotContain(LAST);
            idle.send(GET).until("GET /a");
            server.announceEnd();
            assertThat(early.send(GET).untilEnd()).contains(LAST).endsWith("GET /a");
            for (int i = 0; i < 3; i++) {
                assertThat(RawClient.exchange(server.port(), GET)).contains(LAST)
                        .endsWith("GET /a");
            }
            assertThat(idle.send(GET).untilEnd()).contains(LAST).endsWith("GET /a");
        }
    }

    @Test
    void what_a_client_sent_without_waiting_is_answered_to_the_end() {
        server.announceEnd();
        String answers = RawClient.exchange(server.port(), GET + GET + GET);
        assertThat(answers.split("GET /a", -1)).hasSize(4);
        assertThat(answers.indexOf(LAST)).isGreaterThan(answers.lastIndexOf("HTTP/1.1 200"));
    }

    @Test
    void connections_in_use_are_never_cut_even_without_an_announcement() throws Exception {
        var answered = new AtomicInteger();
        List<CompletableFuture<String>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> useUntilLast(answered),
                    task -> Thread.ofPlatform().start(task)));
        }
        while (answered.get() < 200) {
            Thread.onSpinWait();
        }
        server.drain(TIME);
        for (var client : clients) {
            assertThat(client.get(TIME.toSeconds(), TimeUnit.SECONDS)).contains(LAST)
                    .endsWith("GET /a");
        }
    }

    /// One request after the other until an answer says that it is the last.
    private String useUntilLast(AtomicInteger answered) {
        try (var client = new RawClient(server.port())) {
            String answer = "";
            while (!answer.contains(LAST)) {
                answer = client.send(GET).until("GET /a");
                answered.incrementAndGet();
            }
            assertThat(client.untilEnd()).isEmpty();
            return answer;
        }
    }

    @Test
    void a_connection_that_is_open_before_the_end_has_its_chance() {
        try (var unused = new RawClient(server.port()); var silent = new RawClient(server.port())) {
            var drained = CompletableFuture.runAsync(() -> server.drain(TIME));
            awaitRefusal();
            assertThat(unused.send(GET).untilEnd()).contains(LAST).endsWith("GET /a");
            // Behind a silence it ends, long before the time is up.
            assertThat(silent.untilEnd()).isEmpty();
            assertThat(drained).succeedsWithin(TIME);
        }
    }

    private void awaitRefusal() {
        assertThatThrownBy(() -> {
            while (true) {
                new RawClient(server.port()).close();
            }
        }).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void the_port_is_free_once_the_end_has_come() {
        int port = server.port();
        server.drain(TIME);
        try (var next = WebServer.start("127.0.0.1", port, HttpLimits.DEFAULT,
                new EchoHandler())) {
            assertThat(RawClient.exchange(next.port(), GET.replace("x\r\n", "x\r\n" + LAST)))
                    .endsWith("GET /a");
        }
    }
}
