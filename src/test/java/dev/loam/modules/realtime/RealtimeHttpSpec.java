package dev.loam.modules.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.RawHttp;
import dev.loam.fixture.Tokens;
import dev.loam.modules.realtime.channel.ChannelAccess.Rights;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The handshake's refusals, and broadcasts by HTTP.
class RealtimeHttpSpec {
    private static final String PLAIN = "{\"presence\":{\"enabled\":false}}";

    @Test
    void a_handshake_is_refused_over_http() {
        try (var server = RealtimeServer.start()) {
            for (String[] refused : new String[][] {
                {"", "401", "API key is missing"},
                {"?apikey=sb_publishable_other", "401", "Invalid API key"},
                {"?apikey=nonsense", "401", "The token provided is not a valid JWT"},
                {"?apikey=" + Tokens.signed("{\"role\":\"anon\"}"), "401",
                    "Fields `role` and `exp` are required in JWT"},
                {"?apikey=" + Tokens.signed("{\"role\":\"anon\",\"exp\":1}"), "401",
                    "Token has expired"},
                {"?apikey=" + RealtimeServer.PUBLISHABLE + "&vsn=3.0.0", "400", "3.0.0"}}) {
                RawHttp.Answer answer = server.http().get("/realtime/v1/websocket" + refused[0]);
                assertThat(answer.status()).isEqualTo(Integer.parseInt(refused[1]));
                assertThat(answer.text()).startsWith("{\"error\":\"").contains(refused[2]);
            }
            assertThat(server.http().get("/realtime/v1/websocket?apikey="
                    + RealtimeServer.PUBLISHABLE).status()).isEqualTo(426);
            assertThat(server.http().get("/realtime/v1/websocket", "x-api-key",
                    Tokens.of("anon", null)).status()).isEqualTo(426);
        }
    }

    @Test
    void pings_are_answered_and_other_paths_are_not() {
        try (var server = RealtimeServer.start()) {
            for (String path : List.of("/api/ping", "/healthcheck")) {
                assertThat(server.http().get("/realtime/v1" + path).status()).isEqualTo(200);
            }
            assertThat(server.http().get("/realtime/v1/nowhere").status()).isEqualTo(404);
            assertThat(post(server, "/ping", "application/json", "").status()).isEqualTo(405);
        }
    }

    @Test
    void several_messages_go_out_together() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            client.join("realtime:a", PLAIN);
            RawHttp.Answer answer = post(server, "/broadcast", "application/json", """
                    {"messages":[{"topic":"a","event":"x","payload":{"n":12345678901234567890.10}},
                     {"topic":"b","event":"y","payload":{}},
                     {"topic":"a","event":"z","payload":{},"private":false}]}""");
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.text()).isEmpty();
            assertThat(client.next("broadcast").payload().path("event").asString()).isEqualTo("x");
            assertThat(client.next("broadcast").payload().path("event").asString()).isEqualTo("z");
            client.quiet();
        }
    }

    @Test
    void each_message_is_told_what_is_wrong_with_it_and_none_is_sent() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            client.join("realtime:a", PLAIN);
            RawHttp.Answer answer = post(server, "/broadcast", "application/json", """
                    {"messages":[{"topic":"a","event":"x","payload":{}},
                     {"topic":"","payload":[]}]}""");
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains("\"errors\":{\"messages\":[{},"
                    + "{\"topic\":[\"can't be blank\"],\"event\":[\"can't be blank\"],"
                    + "\"payload\":[\"must be an object\"]}]}");
            for (String body : List.of("", "[]", "{}", "{\"messages\":[]}", "{\"messages\":7}")) {
                assertThat(post(server, "/broadcast", "application/json", body).status())
                        .isEqualTo(422);
            }
            client.quiet();
        }
    }

    @Test
    void one_message_has_its_payload_as_its_body() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            client.join("realtime:a b+c", PLAIN);
            String path = "/broadcast/a%20b+c/events/e%2F1";
            assertThat(post(server, path, "application/json; charset=utf-8", "{\"n\":1}").status())
                    .isEqualTo(202);
            assertThat(client.next("broadcast").payload().toString()).isEqualTo(
                    "{\"type\":\"broadcast\",\"event\":\"e/1\",\"payload\":{\"n\":1}}");
            assertThat(post(server, path, "application/octet-stream", "\0\1").status())
                    .isEqualTo(202);
            assertThat(client.next("broadcast").bytes()).containsExactly(0, 1);
            assertThat(post(server, path, "text/plain", "x").status()).isEqualTo(415);
            assertThat(post(server, path, "application/json", "{").status()).isEqualTo(422);
            assertThat(post(server, "/broadcast/a/events", "application/json", "{}").status())
                    .isEqualTo(404);
            client.quiet();
        }
    }

    @Test
    void private_topics_ask_for_the_right_to_write() {
        try (var server = RealtimeServer.start(); var client = server.connect()) {
            server.rights.put("anon a", new Rights(true, true, false, false));
            client.join("realtime:a", "{\"private\":true,\"presence\":{\"enabled\":false}}");
            String path = "/broadcast/a/events/e?private=true";
            RawHttp.Answer refused = post(server, path, "application/json", "{}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("write to this Channel topic: a");
            client.quiet();
            server.rights.put("anon a", Rights.ALL);
            assertThat(post(server, path, "application/json", "{}").status()).isEqualTo(202);
            client.next("broadcast");
        }
    }

    @Test
    void without_a_key_nothing_is_sent() {
        try (var server = RealtimeServer.start()) {
            assertThat(server.http().send("POST", "/realtime/v1/api/broadcast",
                    new ArrayList<>(), new byte[0]).status()).isEqualTo(401);
        }
    }

    private static RawHttp.Answer post(
            RealtimeServer server, String path, String type, String body) {
        List<String[]> headers = new ArrayList<>();
        headers.add(new String[] {"apikey", RealtimeServer.PUBLISHABLE});
        headers.add(new String[] {"Content-Type", type});
        return server.http().send("POST", "/realtime/v1/api" + path, headers,
                body.getBytes(StandardCharsets.UTF_8));
    }
}
