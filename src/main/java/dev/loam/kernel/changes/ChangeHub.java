package dev.loam.kernel.changes;

import dev.loam.base.position.Lsn;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.ChangeSource;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.changes.SourceState;
import dev.loam.ports.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Passes what one source tells on to any number of listeners.
///
/// All that the source tells, and every new listener, goes through one lock. So a listener that
/// joins finds the log either before or behind a commit, never amidst: what is kept it is told
/// from memory, what comes later comes by the source's thread, and nothing falls between. Inline
/// listeners are called under that lock, in the order in which they joined; what a new one is told
/// first it hears on the thread that subscribes. Queued ones only get something put into their
/// queue. Nothing else holds the lock for long.
///
/// A listener that joins amidst a transaction of several parts, without a position of its own,
/// begins behind that transaction.
public final class ChangeHub implements ChangeFeed, AutoCloseable {
    /// A position that is further ahead than that is not one of this log.
    private static final long AHEAD_MAX = 64L << 20;

    private final ChangeSource source;
    private final Clock clock;
    private final Journal journal;
    private final QueuedTeller.Threads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Place> inline = new CopyOnWriteArrayList<>();
    private final Set<Place> queued = ConcurrentHashMap.newKeySet();
    private final AtomicLong cutOff = new AtomicLong();
    private final Kept kept;

    // All below change under the lock; null until the source tells them.
    private volatile Lsn position;
    private volatile Instant lastCommitAt;
    private volatile long keptBytes;
    private Lsn progress;
    private String paused;
    private Told.Ended ended;

    public ChangeHub(ChangeSource source, HubConfig config, Clock clock, Journal journal) {
        this(source, config, clock, journal,
                (name, work) -> Thread.ofVirtual().name(name).start(work));
    }

    ChangeHub(ChangeSource source, HubConfig config, Clock clock, Journal journal,
            QueuedTeller.Threads threads) {
        this.source = source;
        this.clock = clock;
        this.journal = journal;
        this.threads = threads;
        this.kept = new Kept(config);
    }

    /// Hears what became of listeners that did not end by themselves; must not throw.
    public interface Journal {
        void onCutOff(String listener, String why);

        void onThrown(String listener, Throwable e);
    }

    /// Begins to read, as [ChangeSource#start] says. Once only.
    public void start(Lsn after) {
        source.start(new Intake(), after);
    }

    @Override
    public Subscription subscribe(ChangeListener listener, Lsn after, Delivery delivery) {
        var place = new Place(listener, after, delivery);
        lock.lock();
        try {
            if (ended != null) {
                place.teller.tell(ended);
                return place;
            }
            if (position != null) {
                place.begin();
            }
            // One that failed in the calls of its beginning is gone already.
            if (!place.gone) {
                place.join();
            }
        } finally {
            lock.unlock();
        }
        return place;
    }

    @Override
    public void poke() {
        source.poke();
    }

    @Override
    public SourceState state() {
        return source.state();
    }

    /// Ends the source, then all listeners; each hears so.
    @Override
    public void close() {
        source.close();
        end(Endings.CLOSED);
    }

    private void end(Told.Ended why) {
        lock.lock();
        try {
            if (ended == null) {
                ended = why;
                tell(why);
                inline.clear();
                queued.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    public int listeners() {
        return inline.size() + queued.size();
    }

    /// The memory that kept commits take, about.
    public long keptBytes() {
        return keptBytes;
    }

    /// How many listeners were too slow so far.
    public long cutOff() {
        return cutOff.get();
    }

    /// Everything committed up to here (inclusive) has been told; null before anything was.
    public Lsn position() {
        return position;
    }

    /// When the newest commit was made that has been told, by the server's clock; null before one.
    public Instant lastCommitAt() {
        return lastCommitAt;
    }

    private void tell(Told told) {
        inline.forEach(place -> place.teller.tell(told));
        queued.forEach(place -> place.teller.tell(told));
    }

    private void tellCommit(Told.Committed told) {
        inline.forEach(place -> place.tellCommit(told));
        queued.forEach(place -> place.tellCommit(told));
    }

    private void shrink() {
        kept.shrink(clock.nanos());
        keptBytes = kept.bytes();
    }

    /// A listener's place.
    private final class Place implements Subscription, Teller.End {
        private final Delivery delivery;
        private final String name;
        private final Teller teller;
        /// Up to where (inclusive) it has heard everything; null for one that wants what comes.
        private Lsn from;
        private volatile boolean gone;

        Place(ChangeListener listener, Lsn after, Delivery delivery) {
            this.delivery = delivery;
            this.from = after;
            this.name = switch (delivery) {
                case Delivery.Inline _ -> "inline";
                case Delivery.Queued queue -> queue.name();
            };
            this.teller = switch (delivery) {
                case Delivery.Inline _ -> new InlineTeller(listener, this);
                case Delivery.Queued queue ->
                    new QueuedTeller(name, queue.bytesMax(), listener, threads, this);
            };
        }

        void join() {
            switch (delivery) {
                case Delivery.Inline _ -> inline.add(this);
                case Delivery.Queued _ -> queued.add(this);
            }
        }

        /// Tells where it begins and what it missed, as far as that is kept.
        void begin() {
            shrink();
            String gap = from == null ? null : gapBehind(from);
            if (from == null || gap != null) {
                restart(position, gap);
            } else {
                restart(from, null);
                kept.behind(from).forEach(teller::tellKept);
            }
            if (progress != null && progress.compareTo(from) > 0) {
                teller.tell(new Told.Progressed(progress));
            }
            if (paused != null) {
                teller.tell(new Told.Paused(paused));
            }
        }

        private void restart(Lsn from, String gap) {
            this.from = from;
            teller.tell(new Told.Started(from, gap));
        }

        void tellCommit(Told.Committed told) {
            if (told.commit().position().compareTo(from) > 0) {
                teller.tell(told);
            }
        }

        @Override
        public void onCutOff(String why) {
            leave();
            cutOff.incrementAndGet();
            journal.onCutOff(name, why);
        }

        @Override
        public void onThrown(Throwable e) {
            leave();
            journal.onThrown(name, e);
        }

        private void leave() {
            gone = true;
            inline.remove(this);
            queued.remove(this);
        }

        @Override
        public void close() {
            teller.silence();
            leave();
        }
    }

    private String gapBehind(Lsn after) {
        if (after.compareTo(kept.floor()) < 0) {
            return "commits are kept from " + kept.floor() + " on only, not from " + after;
        }
        if (after.compareTo(position) > 0
                && Long.compareUnsigned(after.value() - position.value(), AHEAD_MAX) > 0) {
            return after + " is ahead of the log, which has come to " + position;
        }
        return null;
    }

    /// Listens to the source.
    private final class Intake implements ChangeListener {
        @Override
        public void onStart(Lsn from, String gap) {
            lock.lock();
            try {
                boolean first = position == null;
                paused = null;
                if (first || gap != null) {
                    kept.restart(from);
                    position = from;
                    progress = null;
                }
                keptBytes = kept.bytes();
                for (Place place : inline) {
                    start(place, from, gap, first);
                }
                for (Place place : queued) {
                    start(place, from, gap, first);
                }
            } finally {
                lock.unlock();
            }
        }

        private void start(Place place, Lsn from, String gap, boolean first) {
            if (first) {
                place.begin();
            } else if (gap != null) {
                place.restart(from, gap);
            }
        }

        @Override
        public void onCommit(Commit commit) {
            var told = Told.Committed.of(commit);
            lock.lock();
            try {
                paused = null;
                position = commit.position();
                lastCommitAt = commit.at();
                kept.add(told, clock.nanos());
                keptBytes = kept.bytes();
                tellCommit(told);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onProgress(Lsn to) {
            lock.lock();
            try {
                paused = null;
                progress = to;
                var behind = new Lsn(to.value() - 1);
                if (behind.compareTo(position) > 0) {
                    position = behind;
                }
                shrink();
                tell(new Told.Progressed(to));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onPause(String why) {
            lock.lock();
            try {
                paused = why;
                tell(new Told.Paused(why));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onEnd(String why) {
            end(new Told.Ended(why));
        }
    }
}
