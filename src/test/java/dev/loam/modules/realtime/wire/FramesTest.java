package dev.loam.modules.realtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.fixture.PhoenixClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FramesTest {
    private static final byte[] PAYLOAD = bytes("{\"a\":1.50}");

    @Test
    void text_of_both_versions_is_read_and_payloads_stay_as_they_were() throws Malformed {
        assertThat(Version.ONE.read("""
                {"payload": {"n": 1e400, "s":"\\ud83d"} , "ref":"2","event":"e\\u0041",
                 "topic":"realtime:ü","join_ref":null,"more":[1]}"""))
                .isEqualTo(new Incoming.Push(
                        null, "2", "realtime:ü", "eA", "{\"n\": 1e400, \"s\":\"\\ud83d\"}"));
        assertThat(Version.TWO.read(" [\"1\", 2, \"t\", \"e\", [ 1 ] ] "))
                .isEqualTo(new Incoming.Push("1", "2", "t", "e", "[ 1 ]"));
        assertThat(Version.TWO.read("[null,null,\"t\",\"e\",\"x\"]"))
                .isEqualTo(new Incoming.Push(null, null, "t", "e", "\"x\""));
        assertThat(Version.TWO.read("[null,null,\"t\",\"e\",-1.5]"))
                .isEqualTo(new Incoming.Push(null, null, "t", "e", "-1.5"));
        assertThat(Version.ONE.read("{\"topic\":\"t\",\"event\":\"e\"}"))
                .isEqualTo(new Incoming.Push(null, null, "t", "e", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"topic\":\"t\"}", "[null,null,\"t\",\"e\"]",
        "[null,null,\"t\",\"e\",{},1]", "[null,null,\"t\",\"e\",{}]]", "[null,null,null,\"e\",{}]",
        "[{},null,\"t\",\"e\",{}]", "{\"topic\":1,\"event\":\"e\"}",
        "{\"topic\":\"t\",\"event\":\"e\",\"payload\":}", "[null,null,\"t\",\"e\",{\"a\"}]",
        "{\"topic\":\"t\",\"event\":\"e\"} x", "[null,null,\"t\",\"e\",\"x]"})
    void text_that_is_no_frame_is_malformed(String text) {
        for (Version version : Version.values()) {
            assertThatThrownBy(() -> version.read(text)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void binary_kinds_of_clients_are_read() throws Malformed {
        var push = (Incoming.BinaryPush) Version.TWO.read(
                PhoenixClient.frame(0, -1, PAYLOAD, "1", "", "realtime:ü", "e"));
        assertThat(push.joinRef()).isEqualTo("1");
        assertThat(push.ref()).isNull();
        assertThat(push.topic()).isEqualTo("realtime:ü");
        assertThat(push.event()).isEqualTo("e");
        assertThat(push.payload()).isEqualTo(PAYLOAD);
        for (int encoding = 0; encoding < 2; encoding++) {
            var broadcast = (Incoming.UserBroadcast) Version.TWO.read(PhoenixClient.frame(
                    3, encoding, PAYLOAD, "", "2", "t", "e".repeat(255), "{}"));
            assertThat(broadcast.joinRef()).isNull();
            assertThat(broadcast.ref()).isEqualTo("2");
            assertThat(broadcast.event()).hasSize(255);
            assertThat(broadcast.metadata()).isEqualTo("{}");
            assertThat(broadcast.binary()).isEqualTo(encoding == 0);
            assertThat(broadcast.payload()).isEqualTo(PAYLOAD);
        }
    }

    @Test
    void binary_frames_that_are_none_are_malformed() {
        byte[] sound = PhoenixClient.frame(3, 1, new byte[0], "1", "2", "topic", "event", "{}");
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> Version.TWO.read(cut)).isInstanceOf(Malformed.class);
        }
        byte[] encoding = PhoenixClient.frame(3, 7, PAYLOAD, "1", "2", "t", "e", "");
        byte[] kind = PhoenixClient.frame(1, -1, PAYLOAD, "1", "2", "t", "e");
        byte[] broken = PhoenixClient.frame(0, -1, PAYLOAD, "1", "2", "t", "e");
        broken[5] = (byte) 0xff;
        for (byte[] frame : new byte[][] {encoding, kind, broken}) {
            assertThatThrownBy(() -> Version.TWO.read(frame)).isInstanceOf(Malformed.class);
        }
        assertThatThrownBy(() -> Version.ONE.read(sound)).isInstanceOf(Malformed.class);
    }

    @Test
    void messages_are_written_once_a_version() {
        Outgoing message = Outgoing.push("realtime:\"ü\ud83d", "e", PAYLOAD);
        assertThat(text(message, Version.ONE)).isEqualTo(
                "{\"topic\":\"realtime:\\\"ü?\",\"event\":\"e\",\"ref\":null,\"join_ref\":null,"
                        + "\"payload\":{\"a\":1.50}}");
        assertThat(text(message, Version.TWO))
                .isEqualTo("[null,null,\"realtime:\\\"ü?\",\"e\",{\"a\":1.50}]");
        for (Version version : Version.values()) {
            assertThat(message.in(version)).isSameAs(message.in(version));
        }
    }

    @Test
    void replies_name_what_they_reply_to() {
        var push = new Incoming.Push("1", "2", "t", "e", "{}");
        assertThat(text(Outgoing.reply(push, true, "{}"), Version.TWO)).isEqualTo(
                "[\"1\",\"2\",\"t\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
        assertThat(text(Outgoing.reply(push, false, "{\"reason\":\"x\"}"), Version.ONE))
                .contains("\"ref\":\"2\",\"join_ref\":\"1\"")
                .contains("{\"status\":\"error\",\"response\":{\"reason\":\"x\"}}");
    }

    @Test
    void broadcasts_are_compact_in_version_2_and_text_in_version_1() {
        Outgoing json = Outgoing.broadcast("t", "e", "{\"id\":\"1\"}", false, PAYLOAD);
        assertThat(json.in(Version.TWO).text()).isFalse();
        assertThat(json.in(Version.TWO).bytes())
                .isEqualTo(PhoenixClient.frame(4, 1, PAYLOAD, "t", "e", "{\"id\":\"1\"}"));
        assertThat(text(json, Version.ONE)).endsWith("\"payload\":{\"type\":\"broadcast\","
                + "\"event\":\"e\",\"payload\":{\"a\":1.50},\"meta\":{\"id\":\"1\"}}}");
        Outgoing bytes = Outgoing.broadcast("t", "e", "", true, new byte[] {-1});
        assertThat(bytes.in(Version.TWO).bytes())
                .isEqualTo(PhoenixClient.frame(4, 0, new byte[] {-1}, "t", "e", ""));
        assertThat(bytes.in(Version.ONE)).isNull();
        Outgoing longName = Outgoing.broadcast("t".repeat(256), "e", "", false, PAYLOAD);
        assertThat(longName.in(Version.TWO).text()).isTrue();
    }

    /// Whatever comes, it is read or malformed, and nothing else happens.
    @ParameterizedTest
    @EnumSource(Version.class)
    void any_frame_is_read_or_malformed(Version version) {
        long seed = Long.getLong("seed", 20_261_129L);
        var random = new Random(seed);
        String sound = version == Version.ONE
                ? "{\"topic\":\"t\",\"event\":\"e\",\"payload\":{\"a\":[1,\"x\"]},\"ref\":\"1\"}"
                : "[\"1\",\"2\",\"t\",\"e\",{\"a\":[1,\"x\"]}]";
        byte[] binary = PhoenixClient.frame(3, 1, PAYLOAD, "1", "2", "topic", "event", "{}");
        for (int round = 0; round < 20_000; round++) {
            byte[] text = spoilt(bytes(sound), random);
            byte[] frame = spoilt(binary, random);
            try {
                // What was read can be passed on: as JSON that has not become anything else.
                if (version.read(new String(text, StandardCharsets.UTF_8))
                        instanceof Incoming.Push push) {
                    JsonNode whole = PhoenixClient.JSON.readTree(text(Outgoing.push(
                            push.topic(), push.event(), bytes(push.payload())), Version.TWO));
                    assertThat(whole.size()).as("seed %d round %d", seed, round).isEqualTo(5);
                }
            } catch (Malformed expected) {
                assertThat(expected).hasNoCause();
            }
            try {
                version.read(frame);
            } catch (Malformed expected) {
                assertThat(expected).hasNoCause();
            }
        }
    }

    private static byte[] spoilt(byte[] sound, Random random) {
        byte[] spoilt = Arrays.copyOf(sound, random.nextInt(4) == 0
                ? random.nextInt(sound.length + 1) : sound.length);
        for (int i = random.nextInt(3); i > 0 && spoilt.length > 0; i--) {
            spoilt[random.nextInt(spoilt.length)] = (byte) (random.nextBoolean()
                    ? random.nextInt(256) : "{}[]\",:0\\".charAt(random.nextInt(9)));
        }
        return spoilt;
    }

    private static String text(Outgoing message, Version version) {
        assertThat(message.in(version).text()).isTrue();
        return new String(message.in(version).bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
