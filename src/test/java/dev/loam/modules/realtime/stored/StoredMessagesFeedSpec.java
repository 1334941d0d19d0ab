package dev.loam.modules.realtime.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.adapters.postgres.PostgresConfig;
import dev.loam.adapters.postgres.replication.PgOutputSource;
import dev.loam.adapters.postgres.replication.ReplicationSettings;
import dev.loam.app.running.SystemClock;
import dev.loam.fixture.AuthServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.kernel.changes.ChangeHub;
import dev.loam.kernel.changes.HubConfig;
import dev.loam.ports.time.Clock;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// From `realtime.send` in SQL through the log to the channel.
@Timeout(120)
class StoredMessagesFeedSpec {
    private static final Clock CLOCK = new SystemClock();

    private final TestDatabase database = AuthServer.database();
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final ChangeHub feed = new ChangeHub(
            new PgOutputSource(PostgresConfig.fromUrl(database.url()),
                    ReplicationSettings.of(ReplicationSettings.PUBLICATIONS)),
            HubConfig.DEFAULTS, CLOCK, new Quiet());
    private final Thread worker = Thread.ofVirtual().unstarted(this::work);

    private void work() {
        try {
            new StoredMessagesFeed(feed, (topic, isPrivate, broadcast) -> sent.add(String.join(" ",
                    topic, isPrivate ? "private" : "public", broadcast.event(),
                    broadcast.binary() ? "bytes " + broadcast.payload().length
                            : new String(broadcast.payload(), StandardCharsets.UTF_8)
                                    .replace(broadcast.id(), "ID"))), _ -> { }).run();
        } catch (InterruptedException _) {
            // As every worker ends.
        }
    }

    /// Whatever is sent until the feed reads is not told: a first message says that it does.
    @BeforeEach
    void start() throws InterruptedException {
        worker.start();
        feed.start(null);
        while (sent.isEmpty()) {
            send("first", "{}");
        }
        send("last of the first", "{}");
        while (!sent.take().contains("last of the first")) {
            assertThat(feed.state().trouble()).isNull();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        worker.interrupt();
        worker.join();
        feed.close();
    }

    private void send(String event, String payload) {
        database.execute("select realtime.send('" + payload + "', '" + event + "', 'room')");
    }

    private List<String> next(int count) throws InterruptedException {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            told.add(sent.take());
        }
        return told;
    }

    @Test
    void each_is_told_once_and_as_it_is() throws InterruptedException {
        send("json", "{\"n\": 1.50}");
        send("own id", "{\"id\": \"mine\"}");
        database.execute("select realtime.send_binary('\\x00ff', 'raw', 'room')");
        database.execute("select realtime.send('{}', 'open', 'room', false)");
        database.execute("insert into realtime.messages (topic, extension, event, private, payload)"
                + " values ('room', 'broadcast', 'by hand', true, '{\"n\": 1}'),"
                + " ('room', 'presence', 'no broadcast', true, '{}')");
        database.execute("update realtime.messages set payload = '{}'");
        database.execute("delete from realtime.messages");
        send("last", "{}");
        assertThat(next(6)).containsExactly(
                "room private json {\"n\": 1.50, \"id\": \"ID\"}",
                "room private own id {\"id\": \"mine\"}", "room private raw bytes 2",
                "room public open {\"id\": \"ID\"}",
                "room private by hand {\"id\":\"ID\",\"n\": 1}",
                "room private last {\"id\": \"ID\"}");
        assertThat(sent).isEmpty();
    }

    @Test
    void commits_are_told_in_their_order_and_nothing_that_was_undone() throws Exception {
        try (Connection early = database.connect(); Connection late = database.connect();
                Statement one = early.createStatement(); Statement two = late.createStatement()) {
            early.setAutoCommit(false);
            late.setAutoCommit(false);
            one.execute("select realtime.send('{}', 'early 1', 'room')");
            two.execute("select realtime.send('{}', 'late', 'room')");
            one.execute("savepoint s; select realtime.send('{}', 'undone', 'room');"
                    + " rollback to s; select realtime.send('{}', 'early 2', 'room')");
            late.commit();
            early.commit();
            two.execute("select realtime.send('{}', 'undone', 'room')");
            late.rollback();
            send("last", "{}");
        }
        assertThat(next(4)).extracting(line -> line.substring(13, line.indexOf('{') - 1))
                .containsExactly("late", "early 1", "early 2", "last");
    }

    @Test
    void a_partition_made_while_it_reads_is_told_too() throws InterruptedException, SQLException {
        try (Connection owner = database.connect(); Statement statement =
                owner.createStatement()) {
            statement.execute("do $$ begin execute 'drop table realtime.messages_'"
                    + " || to_char(now() at time zone 'utc', 'YYYY_MM_DD'); end $$");
            send("in the default one", "{}");
            statement.execute("truncate realtime.messages_default");
            statement.execute("set role service_role; select realtime.tend_messages()");
        }
        send("in the new one", "{}");
        assertThat(database.value("select count(*) from realtime.messages_default"))
                .isEqualTo("0");
        assertThat(next(2)).containsExactly("room private in the default one {\"id\": \"ID\"}",
                "room private in the new one {\"id\": \"ID\"}");
    }

    /// Listeners here end by themselves.
    private static final class Quiet implements ChangeHub.Journal {
        @Override
        public void onCutOff(String listener, String why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void onThrown(String listener, Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }
}
