package dev.loam.modules.realtime.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.base.position.Lsn;
import dev.loam.modules.realtime.stored.MessageRows.Message;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.changes.SourceState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StoredMessagesFeedTest {
    private final ScriptedFeed feed = new ScriptedFeed();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final StoredMessagesFeed stored = new StoredMessagesFeed(feed,
            (topic, isPrivate, broadcast) -> sent.add(
                    topic + " " + (isPrivate ? "private" : "public") + " " + broadcast.event()),
            _ -> { });
    private final Thread thread = Thread.ofVirtual().unstarted(() -> {
        try {
            stored.run();
        } catch (InterruptedException _) {
            // As every worker ends.
        }
    });

    @BeforeEach
    void start() {
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
        assertThat(feed.open).isEmpty();
    }

    private static Change message(String event) {
        return new Message("room", event).inserted();
    }

    private static Commit commit(long position, int first, boolean last, String... events) {
        return new Commit(position, new Lsn(position), Instant.EPOCH, first,
                Stream.of(events).map(StoredMessagesFeedTest::message).toList(), last);
    }

    @Test
    void messages_are_sent_in_the_order_of_the_commits() throws InterruptedException {
        var listener = feed.next();
        listener.onStart(new Lsn(5), null);
        listener.onCommit(commit(10, 0, true, "a", "b"));
        listener.onCommit(new Commit(2, new Lsn(20), Instant.EPOCH, 0, List.of(
                new Message("hall", "c").with("private", "f").inserted(),
                new Message("hall", "d").removed(),
                new Change.Message("loam.ddl", new byte[0])), true));
        assertThat(sent).containsExactly("room private a", "room private b", "hall public c");
        assertThat(feed.after).containsExactly("null");
    }

    @Test
    void what_is_cut_off_goes_on_where_it_was() throws InterruptedException {
        var listener = feed.next();
        listener.onStart(new Lsn(5), null);
        listener.onCommit(commit(10, 0, true, "a"));
        listener.onProgress(new Lsn(15));
        listener.onEnd("too slow");
        feed.next().onStart(new Lsn(10), null);
        assertThat(feed.after).containsExactly("null", "0/A");
    }

    @Test
    void a_commit_in_parts_is_not_sent_twice() throws InterruptedException {
        var listener = feed.next();
        listener.onStart(new Lsn(5), null);
        listener.onCommit(commit(10, 0, false, "a", "b"));
        listener.onCommit(commit(10, 2, false, "c"));
        listener.onEnd("too slow");
        var second = feed.next();
        second.onStart(new Lsn(5), null);
        second.onCommit(commit(10, 0, false, "a"));
        second.onCommit(commit(10, 1, true, "b", "c", "d"));
        second.onCommit(commit(20, 0, true, "e"));
        assertThat(sent).containsExactly("room private a", "room private b", "room private c",
                "room private d", "room private e");
        assertThat(feed.after).containsExactly("null", "0/5");
    }

    @Test
    void after_a_gap_it_goes_on_from_there() throws InterruptedException {
        var listener = feed.next();
        listener.onStart(new Lsn(5), null);
        listener.onCommit(commit(10, 0, false, "a"));
        listener.onPause("the server is away");
        listener.onStart(new Lsn(50), "the slot was lost");
        listener.onEnd("too slow");
        feed.next();
        assertThat(feed.after).containsExactly("null", "0/32");
    }

    /// Hands the listeners that come to the test.
    private static final class ScriptedFeed implements ChangeFeed {
        private final BlockingQueue<ChangeListener> listeners = new LinkedBlockingQueue<>();
        private final List<String> after = new CopyOnWriteArrayList<>();
        private final List<ChangeListener> open = new CopyOnWriteArrayList<>();

        ChangeListener next() throws InterruptedException {
            return listeners.take();
        }

        @Override
        public Subscription subscribe(ChangeListener listener, Lsn position, Delivery delivery) {
            after.add(String.valueOf(position));
            open.add(listener);
            listeners.add(listener);
            return () -> open.remove(listener);
        }

        @Override
        public void poke() {
        }

        @Override
        public SourceState state() {
            return new SourceState(true, null);
        }
    }
}
