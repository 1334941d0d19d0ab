package dev.loam.modules.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PhoenixClient;
import dev.loam.modules.realtime.channel.Broadcasts.Broadcast;
import dev.loam.modules.realtime.channel.ChannelAccess.Rights;
import dev.loam.modules.realtime.config.RealtimeConfig;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Messages from one socket, and from SQL, to the others on a topic.
class BroadcastSpec {
    private static final String PLAIN = "{\"presence\":{\"enabled\":false}}";
    private static final String LOUD = "{\"presence\":{\"enabled\":false},"
            + "\"broadcast\":{\"ack\":true,\"self\":true}}";

    @Test
    void all_but_the_sender_hear_it_in_their_own_version() {
        try (var server = RealtimeServer.start(); var sender = server.connect();
                var other = server.connect(); var old = server.connectOld();
                var elsewhere = server.connect()) {
            for (PhoenixClient one : new PhoenixClient[] {sender, other, old}) {
                one.join("realtime:room", PLAIN);
            }
            elsewhere.join("realtime:hall", PLAIN);
            sender.broadcast("1", "realtime:room", "e", false, bytes("{\"a\": 1.50}"));
            assertThat(other.next("broadcast").payload().toString()).isEqualTo(
                    "{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":{\"a\":1.50}}"
                            .replace("1.50", "1.5"));
            assertThat(old.next("broadcast").payload().toString()).isEqualTo(
                    "{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":{\"a\":1.5}}");
            sender.broadcast("1", "realtime:room", "e", true, new byte[] {1, 2, 0});
            assertThat(other.next("broadcast").bytes()).containsExactly(1, 2, 0);
            old.push("1", "realtime:room", "broadcast",
                    "{\"type\":\"broadcast\",\"event\":\"x\",\"payload\":{\"é\":\"\\ud83d\"}}");
            assertThat(sender.next("broadcast").payload().path("event").asString())
                    .isEqualTo("x");
            assertThat(other.next("broadcast").payload().path("payload").has("é")).isTrue();
            sender.quiet();
            old.quiet();
            elsewhere.quiet();
        }
    }

    @Test
    void a_sender_may_hear_itself_and_be_told_that_it_was_sent() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            client.join("realtime:room", LOUD);
            String ref = client.broadcast("1", "realtime:room", "e", false, bytes("[]"));
            assertThat(client.next("broadcast").payload().path("payload").isArray()).isTrue();
            assertThat(client.next("phx_reply").ref()).isEqualTo(ref);
            client.broadcast("1", "realtime:room", "e", false, bytes("{"));
            assertThat(client.next("phx_reply").reason()).startsWith("InvalidPayload");
        }
    }

    @Test
    void sql_reaches_private_and_public_topics_apart() {
        try (var server = RealtimeServer.start(); var open = server.connect();
                var guarded = server.connectOld()) {
            server.rights.put("anon room", new Rights(true, false, false, false));
            open.join("realtime:room", PLAIN);
            guarded.join("realtime:room", "{\"private\":true}");
            server.broadcasts.send("room", true, new Broadcast("e", bytes("{}"), false, "i\"d"));
            server.broadcasts.send("nobody", true, new Broadcast("e", bytes("{}"), false, null));
            assertThat(guarded.next("broadcast").payload().toString()).isEqualTo(
                    "{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":{},"
                            + "\"meta\":{\"id\":\"i\\\"d\"}}");
            open.quiet();
            server.broadcasts.send("room", false, new Broadcast("e", new byte[3], true, null));
            assertThat(open.next("broadcast").bytes()).hasSize(3);
            guarded.quiet();
            // Who may listen may not speak for that.
            guarded.push("1", "realtime:room", "broadcast", "{\"event\":\"x\"}");
            guarded.quiet();
        }
    }

    @Test
    void names_too_long_for_a_binary_frame_go_out_as_text() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            String topic = "t".repeat(300);
            client.join("realtime:" + topic, PLAIN);
            server.broadcasts.send(topic, false, new Broadcast("e", bytes("{}"), false, null));
            assertThat(client.next("broadcast").payload().toString()).isEqualTo(
                    "{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":{}}");
        }
    }

    @Test
    void who_does_not_read_is_cut_off_and_others_are_not_slowed() {
        var config = RealtimeConfig.DEFAULT.withQueueBytesMax(1 << 20);
        try (var server = RealtimeServer.start(config); var stuck = server.connect();
                var reader = server.connect()) {
            stuck.join("realtime:room", PLAIN);
            reader.join("realtime:room", PLAIN);
            stuck.stopReading();
            byte[] large = bytes("\"" + "x".repeat(200_000) + "\"");
            for (int i = 0; i < 200; i++) {
                server.broadcasts.send("room", false, new Broadcast("e", large, false, null));
                reader.next("broadcast");
            }
            stuck.resumeReading();
            var last = stuck.next();
            int heard = 0;
            while (last.event().equals("broadcast")) {
                heard++;
                last = stuck.next();
            }
            assertThat(last.event()).isEqualTo("closed");
            assertThat(last.ref()).isEqualTo("1013");
            assertThat(heard).isLessThan(200);
            reader.quiet();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
