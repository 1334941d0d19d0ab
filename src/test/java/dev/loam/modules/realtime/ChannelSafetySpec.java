package dev.loam.modules.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PhoenixClient;
import dev.loam.fixture.RawHttp;
import dev.loam.modules.realtime.channel.Broadcasts.Broadcast;
import dev.loam.modules.realtime.channel.ChannelAccess.Rights;
import dev.loam.modules.realtime.channel.StoredMessages.Stored;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.config.RealtimeConfig.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What clients cannot do to others, and what they lose with their rights.
class ChannelSafetySpec {
    private static final String QUIET = "{\"presence\":{\"enabled\":false}}";
    private static final String PRIVATE = "{\"private\":true}";

    private static void show(PhoenixClient client, String joinRef, String token) {
        client.push(joinRef, "realtime:room", "access_token",
                "{\"access_token\":\"" + token + "\"}");
    }

    @Test
    void presence_ends_with_the_right_to_it() {
        try (var server = RealtimeServer.start(); var client = server.connect();
                var other = PhoenixClient.connect(server.port(), RealtimeServer.SECRET)) {
            server.rights.put("anon room", Rights.ALL);
            server.rights.put("service_role room", new Rights(true, false, true, false));
            client.join("realtime:room", PRIVATE);
            client.next("presence_state");
            client.push("1", "realtime:room", "presence",
                    "{\"event\":\"track\",\"payload\":{\"a\":1}}");
            client.next("presence_diff");
            client.next("phx_reply");
            show(client, "1", RealtimeServer.SECRET);
            client.quiet();
            server.rights.put("service_role room", Rights.ALL);
            other.join("realtime:room", PRIVATE);
            assertThat(other.next("presence_state").payload().toString()).isEqualTo("{}");
            other.push("1", "realtime:room", "presence",
                    "{\"event\":\"track\",\"payload\":{\"b\":1}}");
            other.next("presence_diff");
            other.next("phx_reply");
            client.quiet();
        }
    }

    @Test
    void one_socket_does_not_use_up_the_joins_of_all() {
        var limits = new Limits(10, 100, 20, 100, 1, 1 << 10, 1 << 10, 1, Duration.ofMinutes(1));
        var config = RealtimeConfig.DEFAULT.withLimits(limits);
        try (var server = RealtimeServer.start(config); var greedy = server.connect();
                var other = server.connect()) {
            String last = null;
            for (int i = 0; i < 15; i++) {
                last = greedy.join("realtime:room" + i, QUIET).reason();
            }
            assertThat(last).startsWith("ClientJoinRateLimitReached");
            assertThat(other.join("realtime:room", QUIET).status()).isEqualTo("ok");
        }
    }

    @Test
    void a_flood_of_tokens_ends_the_channel() {
        var limits = new Limits(10, 1, 20, 2, 1, 1 << 10, 1 << 10, 1, Duration.ofMinutes(1));
        var config = RealtimeConfig.DEFAULT.withLimits(limits);
        try (var server = RealtimeServer.start(config); var client = server.connect()) {
            client.join("realtime:room", QUIET);
            for (int i = 0; i < 3; i++) {
                show(client, "1", i % 2 == 0
                        ? RealtimeServer.SECRET : RealtimeServer.PUBLISHABLE);
            }
            assertThat(client.next("system").payload().path("message").asString())
                    .isEqualTo("Too many messages per second");
            client.next("phx_close");
        }
    }

    @Test
    void names_are_bounded() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            assertThat(client.join("realtime:" + "é".repeat(501), QUIET).reason())
                    .startsWith("TopicNameTooLong");
            assertThat(client.join("realtime:room", "{\"presence\":{\"key\":\""
                    + "k".repeat(1001) + "\"}}").reason()).contains("config.presence.key");
            assertThat(client.joinWith("realtime:room", "{\"a\":\"" + "x".repeat(300_000)
                    + "\"}").reason()).startsWith("InvalidJoinPayload");
            client.push("1", "realtime:room", "e".repeat(300), "{}");
            assertThat(client.next("closed").ref()).isEqualTo("1008");
        }
    }

    @Test
    void one_request_names_few_private_topics_and_short_ones() {
        try (var server = RealtimeServer.start()) {
            String many = IntStream.range(0, 21).mapToObj(i -> "{\"topic\":\"t" + i
                    + "\",\"event\":\"e\",\"payload\":{},\"private\":true}")
                    .collect(Collectors.joining(",", "{\"messages\":[", "]}"));
            var response = post(server, many);
            assertThat(response.status()).isEqualTo(422);
            assertThat(response.text()).contains("20 private topics");
            var tooLong = post(server, "{\"messages\":[{\"topic\":\"" + "t".repeat(1001)
                    + "\",\"event\":\"" + "e".repeat(256) + "\",\"payload\":{}}]}");
            assertThat(tooLong.status()).isEqualTo(422);
            assertThat(tooLong.text()).contains("has more than 1000 bytes",
                    "has more than 255 bytes");
        }
    }

    private static RawHttp.Answer post(RealtimeServer server, String body) {
        return server.http().send("POST", "/realtime/v1/api/broadcast", List.of(
                new String[] {"apikey", RealtimeServer.SECRET},
                new String[] {"Content-Type", "application/json"}),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_was_repeated_does_not_come_again() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            server.rights.put("anon room", Rights.ALL);
            byte[] payload = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
            server.stored.add(new Stored("7", "e", payload, null));
            server.whileReplaying = () -> {
                server.broadcasts.send("room", true, new Broadcast("e", payload, false, "7"));
                server.broadcasts.send("room", true, new Broadcast("e", payload, false, "8"));
            };
            client.join("realtime:room", "{\"private\":true,\"presence\":{\"enabled\":false},"
                    + "\"broadcast\":{\"replay\":{\"since\":1}}}");
            assertThat(id(client)).isEqualTo("7");
            assertThat(id(client)).isEqualTo("8");
            server.broadcasts.send("room", true, new Broadcast("e", payload, false, "9"));
            assertThat(id(client)).isEqualTo("9");
        }
    }

    private static String id(PhoenixClient client) {
        return client.next("broadcast").payload().path("meta").path("id").asString();
    }

    @Test
    void what_is_held_for_a_join_is_bounded_by_its_bytes() {
        var config = RealtimeConfig.DEFAULT.withQueueBytesMax(10_000);
        try (var server = RealtimeServer.start(config); var client = server.connect()) {
            server.rights.put("anon room", Rights.ALL);
            var large = new Broadcast("e", ("\"" + "x".repeat(6_000) + "\"")
                    .getBytes(StandardCharsets.UTF_8), false, null);
            server.whileReplaying = () -> {
                server.broadcasts.send("room", true, large);
                server.broadcasts.send("room", true, large);
            };
            client.send("1", "1", "realtime:room", "phx_join", "{\"config\":{\"private\":true,"
                    + "\"broadcast\":{\"replay\":{\"since\":1}}}}");
            assertThat(client.next("closed").ref()).isEqualTo("1013");
        }
    }

    @Test
    void a_revoked_key_ends_its_sockets() {
        var config = RealtimeConfig.DEFAULT.withSilenceMax(Duration.ofSeconds(2));
        try (var server = RealtimeServer.start(config); var client = server.connect()) {
            client.join("realtime:room", QUIET);
            server.revoked.add(RealtimeServer.PUBLISHABLE);
            assertThat(client.next("closed").ref()).isEqualTo("1008");
        }
    }

    @Test
    void the_end_of_the_process_closes_sockets_at_once() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            client.join("realtime:room", QUIET);
            long begun = System.nanoTime();
            server.drain(Duration.ofSeconds(60));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(30));
            assertThat(client.next("closed").ref()).isEqualTo("1001");
        }
    }

    @Test
    void a_topic_that_names_tables_asks_for_nothing_and_is_told_so() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            assertThat(client.joinWith("realtime:public:todos", "{}").status()).isEqualTo("ok");
            client.next("presence_state");
            assertThat(client.next("system").payload().path("message").asString())
                    .contains("config.postgres_changes");
            assertThat(server.rows.wanted).isEmpty();
        }
    }
}
