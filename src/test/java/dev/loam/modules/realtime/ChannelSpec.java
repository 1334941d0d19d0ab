package dev.loam.modules.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.position.Lsn;
import dev.loam.fixture.PhoenixClient;
import dev.loam.fixture.PhoenixClient.Message;
import dev.loam.fixture.Tokens;
import dev.loam.modules.realtime.channel.ChannelAccess.Rights;
import dev.loam.modules.realtime.channel.StoredMessages.Stored;
import dev.loam.modules.realtime.config.RealtimeConfig;
import dev.loam.modules.realtime.config.RealtimeConfig.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Channels over real WebSockets, from the join to the close.
class ChannelSpec {
    private static final String QUIET = "{\"presence\":{\"enabled\":false}}";
    private static final Rights NOTHING = new Rights(false, false, false, false);

    @Test
    void a_channel_is_joined_and_left_in_both_versions() {
        try (var server = RealtimeServer.start()) {
            for (PhoenixClient client : List.of(server.connect(), server.connectOld())) {
                Message reply = client.join("realtime:room", QUIET);
                assertThat(reply.status()).isEqualTo("ok");
                assertThat(reply.response().toString()).isEqualTo("{\"postgres_changes\":[]}");
                assertThat(reply.joinRef()).isEqualTo("1");
                assertThat(reply.ref()).isEqualTo("1");
                String ref = client.push("1", "realtime:room", "phx_leave", "{}");
                Message left = client.next("phx_reply");
                assertThat(left.status()).isEqualTo("ok");
                assertThat(left.ref()).isEqualTo(ref);
                Message closed = client.next("phx_close");
                assertThat(closed.joinRef()).isEqualTo("1");
                assertThat(closed.topic()).isEqualTo("realtime:room");
                client.quiet();
                client.close();
            }
        }
    }

    @Test
    void presence_is_on_unless_it_is_switched_off() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            assertThat(client.joinWith("realtime:room", "{}").status()).isEqualTo("ok");
            Message state = client.next("presence_state");
            assertThat(state.payload().toString()).isEqualTo("{}");
            client.quiet();
        }
    }

    @Test
    void wanted_changes_are_confirmed_as_they_were_asked_for() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            Message reply = client.join("realtime:db", """
                    {"presence":{"enabled":false},
                     "postgres_changes_options":{"after":"16/B374D848"},
                     "postgres_changes":[{"event":"*","schema":"public"},
                      {"event":"INSERT","schema":"public","table":"n","filter":"id=eq.1"}]}""");
            var first = reply.response().path("postgres_changes").get(0);
            assertThat(first.propertyNames()).containsExactly("id", "event", "schema");
            var second = reply.response().path("postgres_changes").get(1);
            assertThat(second.toString()).contains("\"event\":\"INSERT\",\"schema\":\"public\","
                    + "\"table\":\"n\",\"filter\":\"id=eq.1\"");
            assertThat(second.path("id").isIntegralNumber()).isTrue();
            Message system = client.next("system");
            assertThat(system.payload().toString()).isEqualTo(
                    "{\"extension\":\"postgres_changes\",\"status\":\"ok\","
                            + "\"message\":\"Subscribed to PostgreSQL\",\"channel\":\"db\"}");
            assertThat(server.rows.after).isEqualTo(Lsn.parse("16/B374D848"));
            server.rows.outlets.getFirst().push("postgres_changes",
                    "{\"ids\":[1]}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.next("postgres_changes").payload().toString())
                    .isEqualTo("{\"ids\":[1]}");
            client.push("1", "realtime:db", "phx_leave", "{}");
            client.next("phx_reply");
            client.next("phx_close");
            assertThat(server.rows.closed).isEqualTo(1);
            server.rows.outlets.getFirst().push("postgres_changes", new byte[] {'{', '}'});
            client.quiet();
        }
    }

    @Test
    void a_second_join_of_a_topic_ends_the_first() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            client.join("realtime:room", QUIET);
            client.send("2", "2", "realtime:room", "phx_join", "{\"config\":" + QUIET + "}");
            assertThat(client.next("phx_close").joinRef()).isEqualTo("1");
            assertThat(client.next("phx_reply").joinRef()).isEqualTo("2");
            // What was meant for the first is nobody's any more.
            client.push("1", "realtime:room", "broadcast", "{\"event\":\"x\"}");
            client.quiet();
        }
    }

    @Test
    void frames_that_are_none_are_dropped() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            client.text("");
            client.text("{}");
            client.text("[1,2");
            client.text("[null,null,\"phoenix\",\"heartbeat\"]");
            client.text("[null,null,\"phoenix\",\"heartbeat\",{}] x");
            client.binary(new byte[0]);
            client.binary(new byte[] {9, 1, 2, 3});
            client.binary(new byte[] {3, 1, 2, 3});
            client.quiet();
        }
    }

    @Test
    void what_is_not_joined_is_unmatched() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            client.push("1", "realtime:nowhere", "broadcast", "{}");
            assertThat(client.next("phx_reply").reason()).isEqualTo("unmatched topic");
            assertThat(client.join("other", "{}").reason()).isEqualTo("unmatched topic");
            assertThat(client.join("realtime:", "{}").reason())
                    .isEqualTo("TopicNameRequired: You must provide a topic name");
            client.push("1", "realtime:nowhere", "phx_leave", "{}");
            assertThat(client.next("phx_reply").status()).isEqualTo("ok");
        }
    }

    @Test
    void a_join_names_the_field_that_is_wrong() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            for (String[] wrong : new String[][] {
                {"{\"config\":7}", "config must be an object"},
                {"{\"config\":{\"broadcast\":{\"ack\":1}}}", "config.broadcast.ack must be true"},
                {"{\"config\":{\"presence\":{\"key\":1}}}", "config.presence.key must be a text"},
                {"{\"config\":{\"postgres_changes\":{}}}", "config.postgres_changes must be a"},
                {"{\"config\":{\"postgres_changes\":[{}]}}", "config.postgres_changes[0].event"},
                {"{\"config\":{\"postgres_changes_options\":{\"after\":\"x\"}}}",
                    "config.postgres_changes_options.after must be a place"},
                {"[]", "the payload must be an object"}}) {
                assertThat(client.joinWith("realtime:room", wrong[0]).reason())
                        .startsWith("InvalidJoinPayload: " + wrong[1]);
            }
        }
    }

    @Test
    void tokens_that_do_not_count_open_no_channel() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            long now = Instant.now().getEpochSecond();
            assertThat(join(client, Tokens.signed("{\"role\":\"anon\",\"exp\":" + (now - 100)
                    + "}"))).matches("InvalidJWTToken: Token has expired 10\\d seconds ago");
            assertThat(join(client, Tokens.signed("{\"role\":\"anon\",\"exp\":" + (now - 10)
                    + "}"))).matches("InvalidJWTToken: Token has expired 1\\d seconds ago");
            assertThat(join(client, Tokens.signed("{\"role\":\"anon\"}"))).isEqualTo(
                    "InvalidJWTToken: Fields `role` and `exp` are required in JWT");
            assertThat(join(client, Tokens.signed("{\"exp\":" + (now + 100) + "}"))).isEqualTo(
                    "InvalidJWTToken: Fields `role` and `exp` are required in JWT");
            assertThat(join(client, "nonsense"))
                    .isEqualTo("MalformedJWT: The token provided is not a valid JWT");
            String good = Tokens.of("anon", null);
            assertThat(join(client, good.substring(0, good.lastIndexOf('.') + 1)
                    + "c2lnbmF0dXJlIG9mIG5vYm9keSBhdCBhbGwgLi4u"))
                    .isEqualTo("JwtSignatureError: Failed to validate JWT signature");
            assertThat(join(client, good)).isEmpty();
        }
    }

    private static String join(PhoenixClient client, String token) {
        return client.joinWith("realtime:room", "{\"config\":" + QUIET
                + ",\"access_token\":\"" + token + "\"}").reason();
    }

    @Test
    void a_channel_ends_with_its_token() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            assertThat(join(client, endsIn(1))).isEmpty();
            Message system = client.next("system");
            assertThat(system.payload().path("status").asString()).isEqualTo("error");
            assertThat(system.payload().path("message").asString())
                    .startsWith("Token has expired");
            client.next("phx_close");
            client.quiet();
        }
    }

    private static String endsIn(double seconds) {
        return Tokens.signed("{\"role\":\"authenticated\",\"sub\":\"" + seconds + "\",\"exp\":"
                + (System.currentTimeMillis() / 1000.0 + seconds) + "}");
    }

    @Test
    void a_new_token_keeps_the_channel_alive() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            assertThat(join(client, endsIn(1))).isEmpty();
            assertThat(client.join("realtime:other", QUIET).status()).isEqualTo("ok");
            client.push("1", "realtime:room", "access_token",
                    "{\"access_token\":\"" + endsIn(2) + "\"}");
            client.quiet();
            long begun = System.nanoTime();
            client.next("system");
            assertThat(System.nanoTime() - begun).isGreaterThan(1_000_000_000L);
            assertThat(client.next("phx_close").topic()).isEqualTo("realtime:room");
        }
    }

    @Test
    void a_bad_new_token_ends_the_channel_and_none_changes_nothing() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            client.join("realtime:room", QUIET);
            client.push("1", "realtime:room", "access_token", "{\"access_token\":null}");
            client.quiet();
            client.push("1", "realtime:room", "access_token", "{\"access_token\":\"x\"}");
            assertThat(client.next("system").payload().path("message").asString())
                    .isEqualTo("The token provided is not a valid JWT");
            client.next("phx_close");
        }
    }

    @Test
    void rights_decide_who_may_listen_and_are_asked_again_for_a_new_token() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            server.rights.put("anon room", new Rights(true, false, false, false));
            String config = "{\"private\":true,\"postgres_changes\":[{\"event\":\"*\"}]}";
            assertThat(client.join("realtime:other", config).reason()).isEqualTo("Unauthorized: "
                    + "You do not have permissions to read from this Channel topic: other");
            assertThat(client.join("realtime:room", config).status()).isEqualTo("ok");
            client.next("system");
            server.rights.put("service_role room", Rights.ALL);
            client.push("2", "realtime:room", "access_token",
                    "{\"access_token\":\"" + RealtimeServer.SECRET + "\"}");
            client.quiet();
            assertThat(server.rows.callers).containsExactly("anon", "service_role");
            server.rights.put("anon room", NOTHING);
            client.push("2", "realtime:room", "access_token",
                    "{\"access_token\":\"" + RealtimeServer.PUBLISHABLE + "\"}");
            assertThat(client.next("system").payload().path("message").asString())
                    .endsWith("read from this Channel topic: room");
            client.next("phx_close");
        }
    }

    @Test
    void stored_messages_are_repeated_behind_the_reply() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            server.rights.put("anon room", Rights.ALL);
            server.stored.add(new Stored("7", "e", "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                    null));
            String replay = "{\"private\":%s,\"presence\":{\"enabled\":false},"
                    + "\"broadcast\":{\"replay\":{\"since\":1,\"limit\":%s}}}";
            assertThat(client.join("realtime:room", replay.formatted("false", "1")).reason())
                    .isEqualTo("UnableToReplayMessages: Replay is not allowed for public channels");
            assertThat(client.join("realtime:room", replay.formatted("true", "26")).reason())
                    .isEqualTo("UnableToReplayMessages: Replay params are not valid");
            assertThat(client.join("realtime:room", replay.formatted("true", "25")).status())
                    .isEqualTo("ok");
            assertThat(client.next("broadcast").payload().toString()).isEqualTo(
                    "{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":{\"a\":1},"
                            + "\"meta\":{\"id\":\"7\",\"replayed\":true}}");
        }
    }

    @Test
    void limits_are_told_as_the_protocol_has_it() {
        var limits = new Limits(1, 1, 3, 2, 1, 1 << 10, 1 << 10, 1, Duration.ofMinutes(1));
        var config = RealtimeConfig.DEFAULT.withLimits(limits).withPrivateOnly();
        try (var server = RealtimeServer.start(config); var client = server.connect()) {
            assertThat(server.http().get("/realtime/v1/websocket?apikey="
                    + RealtimeServer.PUBLISHABLE).status()).isEqualTo(429);
            assertThat(client.join("realtime:room", QUIET).reason())
                    .isEqualTo("PrivateOnly: This project only allows private channels");
            server.rights.put("anon room", Rights.ALL);
            String joined = "{\"private\":true,\"presence\":{\"enabled\":false},"
                    + "\"broadcast\":{\"ack\":true}}";
            assertThat(client.join("realtime:room", joined).status()).isEqualTo("ok");
            assertThat(client.join("realtime:other", joined).reason())
                    .isEqualTo("ChannelRateLimitReached: Too many channels");
            assertThat(client.join("realtime:other", joined).reason())
                    .isEqualTo("ClientJoinRateLimitReached: Too many joins per second");
            client.push("2", "realtime:room", "broadcast",
                    "{\"a\":\"" + "x".repeat(1024) + "\"}");
            assertThat(client.next("phx_reply").reason()).startsWith("PayloadTooLarge");
            client.push("2", "realtime:room", "broadcast", "{}");
            client.push("2", "realtime:room", "broadcast", "{}");
            client.push("2", "realtime:room", "broadcast", "{}");
            assertThat(client.next("phx_reply").status()).isEqualTo("ok");
            assertThat(client.next("phx_reply").status()).isEqualTo("ok");
            assertThat(client.next("system").payload().path("message").asString())
                    .isEqualTo("Too many messages per second");
            client.next("phx_close");
        }
    }

    @Test
    void a_silent_socket_is_closed_and_a_beating_one_is_not() {
        var config = RealtimeConfig.DEFAULT.withSilenceMax(Duration.ofMillis(400));
        try (var server = RealtimeServer.start(config); var silent = server.connect();
                var beating = server.connect()) {
            silent.join("realtime:room", QUIET);
            for (long end = System.nanoTime() + 1_000_000_000L; System.nanoTime() < end;) {
                beating.quiet();
            }
            assertThat(silent.next("closed").ref()).isEqualTo("1000");
        }
    }
}
