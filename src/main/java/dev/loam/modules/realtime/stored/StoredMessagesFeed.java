package dev.loam.modules.realtime.stored;

import dev.loam.base.position.Lsn;
import dev.loam.kernel.module.Worker;
import dev.loam.modules.realtime.channel.Broadcasts;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeFeed.Delivery;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.time.Pause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands every broadcast that SQL stored to its channel, once and in the order of the commits, as
/// soon as it has been committed.
///
/// What was committed while nothing could be told is not sent later: those who missed it ask for
/// what is stored when they come back. Should the feed cut this off, it takes up where it was.
public final class StoredMessagesFeed implements Worker {
    private static final long QUEUE_BYTES_MAX = 32 << 20;
    private static final Duration BEFORE_AGAIN = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(StoredMessagesFeed.class);

    private final ChangeFeed feed;
    private final Broadcasts broadcasts;
    private final Pause pause;

    /// Everything committed up to here has been sent, null before the first start.
    private volatile Lsn heard;
    /// How much of the commit behind that has been sent, where it comes in parts.
    private volatile Part part;

    private record Part(Lsn position, int changes) {
    }

    public StoredMessagesFeed(ChangeFeed feed, Broadcasts broadcasts, Pause pause) {
        this.feed = feed;
        this.broadcasts = broadcasts;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "realtime-stored";
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            var listener = new Listener();
            try (var _ = feed.subscribe(listener, heard,
                    new Delivery.Queued(name(), QUEUE_BYTES_MAX))) {
                listener.ended.await();
            }
            pause.about(BEFORE_AGAIN);
        }
    }

    private final class Listener implements ChangeListener {
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onStart(Lsn from, String gap) {
            if (gap != null) {
                LOG.warn("Messages stored before {} may not have been sent: {}", from, gap);
                part = null;
            }
            if (heard == null || gap != null) {
                heard = from;
            }
        }

        @Override
        public void onCommit(Commit commit) {
            Part before = part;
            int sent = before != null && before.position().equals(commit.position())
                    ? before.changes() : 0;
            int place = commit.first();
            for (Change change : commit.changes()) {
                if (place >= sent) {
                    send(change);
                }
                place++;
            }
            if (commit.last()) {
                heard = commit.position();
                part = null;
            } else {
                part = new Part(commit.position(), Math.max(sent, place));
            }
        }

        private void send(Change change) {
            StoredRow row = StoredRow.of(change);
            if (row != null) {
                broadcasts.send(row.topic(), row.isPrivate(), row.broadcast());
            }
        }

        @Override
        public void onProgress(Lsn to) {
            // Positions of commits are what subscribing anew is about; progress is a bound from
            // above that excludes itself.
        }

        @Override
        public void onPause(String why) {
            LOG.debug("Stored messages wait: {}", why);
        }

        @Override
        public void onEnd(String why) {
            LOG.warn("Stored messages are not sent for a moment: {}", why);
            ended.countDown();
        }
    }
}
