package dev.loam.modules.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.PhoenixClient;
import dev.loam.fixture.PhoenixClient.Message;
import dev.loam.modules.realtime.channel.ChannelAccess.Rights;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Who is present on a topic, as its channels are told.
class PresenceSpec {
    private static final String ADA = "{\"presence\":{\"key\":\"ada\"}}";

    @Test
    void state_and_changes_are_told() {
        try (var server = RealtimeServer.start(); var first = server.connect();
                var second = server.connectOld()) {
            first.join("realtime:room", ADA);
            assertThat(first.next("presence_state").payload().toString()).isEqualTo("{}");
            track(first, "{\"at\":1}");
            String ref = joined(first.next("presence_diff"), "ada", "{\"at\":1}");
            assertThat(first.next("phx_reply").status()).isEqualTo("ok");

            second.join("realtime:room", ADA);
            assertThat(second.next("presence_state").payload().toString()).isEqualTo(
                    "{\"ada\":{\"metas\":[{\"phx_ref\":\"" + ref + "\",\"at\":1}]}}");
            track(second, null);
            String other = joined(first.next("presence_diff"), "ada", "{}");
            assertThat(other).isNotEqualTo(ref);
            second.next("presence_diff");
            second.next("phx_reply");

            track(first, "{\"at\":2,\"phx_ref\":\"mine\"}");
            var diff = second.next("presence_diff").payload();
            assertThat(diff.at("/leaves/ada/metas/0/phx_ref").asString()).isEqualTo(ref);
            assertThat(diff.at("/joins/ada/metas/0/phx_ref_prev").asString()).isEqualTo(ref);
            assertThat(diff.at("/joins/ada/metas/0/at").asInt()).isEqualTo(2);
            String last = diff.at("/joins/ada/metas/0/phx_ref").asString();
            assertThat(List.of("mine", ref, other)).doesNotContain(last);

            first.breakOff();
            var leaves = second.next("presence_diff").payload();
            assertThat(leaves.path("joins").isEmpty()).isTrue();
            assertThat(leaves.at("/leaves/ada/metas/0/phx_ref").asString()).isEqualTo(last);
            second.push("1", "realtime:room", "presence",
                    "{\"type\":\"presence\",\"event\":\"untrack\"}");
            assertThat(second.next("presence_diff").payload().at("/leaves/ada/metas").size())
                    .isEqualTo(1);
            assertThat(second.next("phx_reply").status()).isEqualTo("ok");
        }
    }

    private static void track(PhoenixClient client, String payload) {
        client.push("1", "realtime:room", "presence", "{\"type\":\"presence\","
                + "\"event\":\"track\"" + (payload == null ? "" : ",\"payload\":" + payload)
                + "}");
    }

    private static String joined(Message diff, String key, String meta) {
        var one = diff.payload().at("/joins/" + key + "/metas/0").deepCopy();
        String ref = one.path("phx_ref").asString();
        ((ObjectNode) one).remove("phx_ref");
        assertThat(one.toString()).isEqualTo(meta);
        assertThat(diff.payload().path("leaves").isEmpty()).isTrue();
        return ref;
    }

    @Test
    void without_a_key_chance_makes_one_and_a_leave_ends_it() {
        try (var server = RealtimeServer.start(); var first = server.connect();
                var second = server.connect()) {
            first.joinWith("realtime:room", "{}");
            first.next("presence_state");
            second.joinWith("realtime:room", "{}");
            second.next("presence_state");
            track(second, "{}");
            var joins = first.next("presence_diff").payload().path("joins");
            assertThat(joins.propertyNames().iterator().next()).hasSize(36);
            second.push("1", "realtime:room", "phx_leave", "{}");
            assertThat(first.next("presence_diff").payload().path("leaves").size()).isEqualTo(1);
            first.quiet();
        }
    }

    @Test
    void what_may_not_be_told_is_refused() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            server.rights.put("anon room", new Rights(true, true, true, false));
            client.join("realtime:room", "{\"private\":true}");
            client.next("presence_state");
            track(client, "{}");
            assertThat(client.next("phx_reply").reason()).startsWith("Unauthorized");
            server.rights.put("anon hall", new Rights(true, false, false, true));
            client.join("realtime:hall", "{\"private\":true}");
            client.push(null, "realtime:hall", "presence",
                    "{\"event\":\"track\",\"payload\":[]}");
            assertThat(client.next("phx_reply").reason()).startsWith("InvalidPayload");
            for (int i = 0; i < 3; i++) {
                client.push(null, "realtime:hall", "presence", "{\"event\":\"track\"}");
                // It may be seen, and not see.
                assertThat(client.next("phx_reply").status()).isEqualTo("ok");
            }
            client.push(null, "realtime:hall", "presence", "{\"event\":\"track\"}");
            assertThat(client.next("phx_reply").reason())
                    .startsWith("ClientPresenceRateLimitReached");
            client.push(null, "realtime:hall", "presence", "{\"event\":\"dance\"}");
            assertThat(client.next("phx_reply").reason()).startsWith("InvalidPayload");
        }
    }
}
