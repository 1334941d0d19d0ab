package dev.loam.modules.realtime.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.PostgresDatabase;
import dev.loam.app.running.SystemClock;
import dev.loam.base.failure.Refusal;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.access.PolicyAccess;
import dev.loam.modules.realtime.access.Questions;
import dev.loam.modules.realtime.channel.StoredMessages.Stored;
import dev.loam.ports.time.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is stored, for those who come later, and how long.
class StoredMessagesSpec {
    private static final Clock CLOCK = new SystemClock();

    private final TestDatabase database = AuthServer.database();
    private final PostgresDatabase login =
            new PostgresDatabase(PostgresConfig.fromUrl(database.url("authenticator")));
    private final Questions questions = new Questions(CLOCK);
    private final MessageHistory history = new MessageHistory(login, questions);

    @AfterEach
    void close() {
        login.close();
    }

    private static Caller caller(String role) {
        return new Caller(role, "{\"role\":\"" + role + "\"}", role.equals("anon"));
    }

    private List<String> events(String role, String topic, long since, int limit) {
        return history.since(caller(role), topic, since, limit).stream().map(Stored::event)
                .toList();
    }

    private void stored(String topic, String event, String ago) {
        database.execute("insert into realtime.messages"
                + " (topic, extension, event, private, payload, inserted_at) values ('" + topic
                + "', 'broadcast', '" + event + "', true, '{\"n\": 1.50}',"
                + " now() at time zone 'utc' - interval '" + ago + "')");
    }

    @Test
    void the_newest_come_oldest_first() {
        database.execute("create policy p on realtime.messages for select to authenticated"
                + " using (realtime.topic() = 'room' and event <> 'hidden')");
        for (int i = 0; i < 30; i++) {
            stored("room", "e" + i, (100 - i) + " minutes");
        }
        stored("room", "hidden", "1 minute");
        stored("other", "o", "1 minute");
        stored("room", "old", "73 hours");
        database.execute("select realtime.send('{}', 'public', 'room', false)");
        assertThat(events("authenticated", "room", 0, 3)).containsExactly("e27", "e28", "e29");
        assertThat(events("authenticated", "room", 0, 1000)).hasSize(25).endsWith("e29");
        long since = Instant.now().minusSeconds(72 * 60 + 30).toEpochMilli();
        assertThat(events("authenticated", "room", since, 25)).containsExactly("e28", "e29");
        assertThat(events("authenticated", "room", Long.MAX_VALUE, 25)).isEmpty();
        assertThat(events("authenticated", "room", Long.MIN_VALUE, 1)).containsExactly("e29");
        assertThat(events("authenticated", "other", 0, 25)).isEmpty();
        assertThat(events("anon", "room", 0, 25)).isEmpty();
        assertThat(events("service_role", "other", 0, 25)).containsExactly("o");
        assertThat(events("service_role", "room", 0, 0)).isEmpty();
        assertThat(events("service_role", "ro\0om", 0, 25)).isEmpty();
        assertThatThrownBy(() -> events("none", "room", 0, 25)).isInstanceOf(Refusal.class);
    }

    @Test
    void a_message_comes_with_its_id_and_as_it_was_sent() {
        stored("room", "json", "2 minutes");
        database.execute("select realtime.send_binary('\\x00ff', 'raw', 'room')");
        var messages = history.since(caller("service_role"), "room", 0, 25);
        String id = messages.getFirst().id();
        assertThat(messages.getFirst().payload()).asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"id\":\"" + id + "\",\"n\": 1.50}");
        assertThat(messages.getFirst().binary()).isNull();
        assertThat(messages.getLast().payload()).isNull();
        assertThat(messages.getLast().binary()).containsExactly(0, -1);
    }

    @Test
    void upkeep_makes_and_drops_partitions() {
        database.execute("set role supabase_realtime_admin;"
                + " create table realtime.messages_2001_01_01 partition of realtime.messages"
                + " for values from ('2001-01-01') to ('2001-01-02')");
        var upkeep = new MessageUpkeep(login, PolicyAccess.OWN_ROLE, questions, _ -> { });
        assertThat(upkeep.tend()).isEqualTo(1);
        assertThat(upkeep.tend()).isEqualTo(0);
        database.execute("drop function realtime.tend_messages()");
        assertThat(upkeep.tend()).isEqualTo(0);
    }
}
