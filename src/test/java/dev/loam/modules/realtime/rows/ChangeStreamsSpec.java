package dev.loam.modules.realtime.rows;

import static dev.loam.modules.realtime.rows.RowsRig.ANN;
import static dev.loam.modules.realtime.rows.RowsRig.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.httpserver.WebServer;
import dev.loam.app.running.SystemClock;
import dev.loam.base.config.ByteSize;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.ErrorBody;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Verbosity;
import dev.loam.modules.realtime.stream.ChangeStreams;
import dev.loam.ports.web.HttpLimits;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Changes as server-sent events, over HTTP.
class ChangeStreamsSpec {
    private static final RowsConfig CONFIG = new RowsConfig("supabase_realtime", false,
            new ByteSize(64 << 20), new ByteSize(16 << 20), new ByteSize(200_000), 3,
            Duration.ofMillis(200), Duration.ofSeconds(10), 2);
    private static RowsRig rig;
    private static ChangeStreams streams;
    private static WebServer server;

    @BeforeAll
    static void start() {
        rig = new RowsRig("""
                create table open (id int primary key, body text, doc json);
                create table mine (id int primary key, owner uuid);
                alter table mine enable row level security;
                create policy own on mine for select using (owner = auth.uid());
                alter publication supabase_realtime add table open, mine;
                """, () -> null, CONFIG);
        streams = new ChangeStreams(
                rig.rows, ChangeStreamsSpec::verified, new SystemClock(), CONFIG, "changes");
        server = WebServer.start("127.0.0.1", 0, HttpLimits.DEFAULT, ChangeStreamsSpec::answer);
    }

    @AfterAll
    static void stop() {
        streams.close();
        server.close();
        rig.close();
    }

    private static Caller verified(String authorization, String apikey) {
        var key = authorization == null ? apikey : authorization;
        if ("ends".equals(key)) {
            return new Caller("anon", "{\"role\":\"anon\",\"exp\":"
                    + (Instant.now().getEpochSecond() + 1) + "}", true);
        }
        return key == null ? RowsRig.nobody() : RowsRig.user(key);
    }

    private static HttpResponse answer(HttpRequest request) {
        try {
            return streams.handle(Exchange.of(request, "/"));
        } catch (Refusal refusal) {
            return HttpResponse.Full.json(refusal.failure().status(),
                    ErrorBody.of(refusal.failure(), Verbosity.FULL));
        }
    }

    /// A client that reads events as a browser does.
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;
        final int status;
        String lastId = "";

        Client(String query, String... fields) {
            try {
                socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(("GET /changes/v1" + query + " HTTP/1.0\r\n"
                        + String.join("\r\n", fields) + (fields.length == 0 ? "" : "\r\n")
                        + "\r\n").getBytes(StandardCharsets.UTF_8));
                lines = new BufferedReader(new InputStreamReader(
                        socket.getInputStream(), StandardCharsets.UTF_8));
                status = Integer.parseInt(line().split(" ")[1]);
                while (!line().isEmpty()) {
                    // The head is of no interest here.
                }
            } catch (IOException wrong) {
                throw new UncheckedIOException(wrong);
            }
        }

        /// Null at the end.
        String line() {
            try {
                return lines.readLine();
            } catch (IOException wrong) {
                throw new UncheckedIOException(wrong);
            }
        }

        /// The next event: its type, a blank, and its data; null at the end.
        String event() {
            var type = "message";
            var data = new ArrayList<String>();
            for (var line = line(); line != null; line = line()) {
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.add(line.substring(6));
                } else if (line.isEmpty() && !data.isEmpty()) {
                    return type + " " + String.join("\n", data);
                }
            }
            return null;
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException wrong) {
                throw new UncheckedIOException(wrong);
            }
        }
    }

    @Test
    void changes_come_as_they_are_committed_and_go_on_behind_the_last_one_seen() {
        String seen;
        try (var client = new Client("?table=open&event=INSERT")) {
            assertThat(client.status).isEqualTo(200);
            assertThat(client.event()).isEqualTo("ready {}");
            rig.tables.execute("insert into open values (1, 'a', '{\"k\":\n 1}'), (2, null, null)");
            assertThat(client.event()).startsWith("message {\"ids\":[").contains("\"id\":1");
            seen = client.lastId;
        }
        rig.tables.execute("insert into open values (3)");
        try (var client = new Client("?table=open&event=INSERT", "Last-Event-ID: " + seen)) {
            assertThat(client.event()).isEqualTo("ready {}");
            assertThat(client.event()).contains("\"id\":2");
            assertThat(client.event()).contains("\"id\":3");
            rig.tables.execute("insert into open values (4)");
            assertThat(client.event()).contains("\"id\":4");
        }
    }

    @Test
    void a_quiet_stream_moves_its_id_on() {
        try (var client = new Client("?table=mine", "Authorization: " + BOB)) {
            client.event();
            var first = client.lastId;
            rig.tables.execute("insert into open values (100)");
            rig.feed.poke();
            while (client.lastId.equals(first)) {
                client.line();
                rig.feed.poke();
                client.lastId = idOf(client);
            }
            assertThat(client.lastId).isNotEqualTo(first);
        }
    }

    private static String idOf(Client client) {
        for (var line = client.line(); ; line = client.line()) {
            if (line.startsWith("id: ")) {
                return line.substring(4);
            }
        }
    }

    @Test
    void policies_decide_and_the_key_may_stand_in_the_query() {
        try (var ann = new Client("?table=mine&apikey=" + ANN);
                var bob = new Client("?table=mine", "apikey: " + BOB)) {
            ann.event();
            bob.event();
            rig.tables.execute(
                    "insert into mine values (1, '%s'), (2, '%s')".formatted(ANN, BOB));
            assertThat(ann.event()).contains("\"id\":1");
            assertThat(bob.event()).contains("\"id\":2");
        }
    }

    @Test
    void a_place_that_is_gone_is_told_as_a_gap() {
        try (var client = new Client("?table=open", "Last-Event-ID: 0/1:0")) {
            assertThat(client.event()).startsWith("ready ");
            assertThat(client.event()).startsWith("gap {\"reason\":");
        }
    }

    @Test
    void what_cannot_be_told_is_refused_before_the_stream() {
        for (var query : List.of("?table=absent", "?table=open&filter=id=eq.x", "?tabel=open")) {
            try (var client = new Client(query)) {
                assertThat(client.status).as(query).isEqualTo(400);
            }
        }
    }

    @Test
    void a_stream_ends_with_its_token() {
        try (var client = new Client("?table=open", "Authorization: ends")) {
            var events = new ArrayList<String>();
            for (var event = client.event(); event != null; event = client.event()) {
                events.add(event);
            }
            assertThat(events).contains("ready {}");
        }
    }

    @Test
    void a_client_that_does_not_read_is_cut_off() {
        try (var client = new Client("?table=open&event=UPDATE")) {
            client.event();
            rig.tables.execute("insert into open values (200)");
            for (int i = 0; i < 200; i++) {
                rig.tables.execute("update open set body = repeat('" + i % 10
                        + "', 100000) where id = 200");
            }
            int events = 0;
            while (client.event() != null) {
                events++;
            }
            assertThat(events).isLessThan(200);
        }
    }
}
