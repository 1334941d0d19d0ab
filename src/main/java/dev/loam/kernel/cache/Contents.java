package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.ports.cache.CacheStore;
import dev.loam.ports.cache.CacheStores;
import java.util.ArrayDeque;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// The answers that are kept and the statements under way that may add to them: what enters, what
/// stays and what goes. Thread-safe; one lock is held for microseconds, and never by a look-up.
///
/// It is closed at first and whenever the feed cannot be relied upon. Opening takes a snapshot that
/// was taken after the feed began to tell: of the transactions it does not show, some may have
/// committed to the log before the feed's beginning, and will never be told. No answer enters that
/// does not show them, whether they were of that kind or not.
///
/// Nor is a schema trusted that was read before that snapshot, or does not show a change of it that
/// was told: who may share an answer with whom follows from it, and so nothing is even shared then.
///
/// The same for tables that came to be published later is seen to by [Lineage#untold].
final class Contents {
    private final Rules rules;
    private final Meters meters;
    private final CacheStore<Key, Entry> store;
    private final EntryIndex index = new EntryIndex();
    private final RecentCommits commits;
    private final ConcurrentHashMap<Key, Fill> joinable = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Entry> evicted = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeSet<Long> underWay = new TreeSet<>();
    private final ArrayDeque<Wrote> writes = new ArrayDeque<>();
    private final long answerWeightMax;
    private final int writesMax;
    /// Fills up to this number miss a write that is no longer among the `writes`.
    private long refusedUpTo;
    private long newest;
    private long epoch;
    private Snapshot doubtful;
    private volatile boolean schemaSure;
    /// Grows with each change of the schema that is told, and with all that may hide one.
    private volatile long schemas;
    private volatile boolean open;
    private volatile Known known;

    /// What a write of this process touched, and the newest fill when it was over.
    private record Wrote(long newest, Touch touch) {
    }

    Contents(CacheConfig config, CacheStores stores, Rules rules, Meters meters) {
        this.rules = rules;
        this.meters = meters;
        this.commits = new RecentCommits(rules, config.commitsMax());
        this.writesMax = config.commitsMax();
        this.answerWeightMax = config.answerMax().bytes();
        this.store = stores.store(config.weightMax().bytes(), entry -> entry.weight,
                (Key _, Entry entry) -> evicted.add(entry));
    }

    boolean open() {
        return open;
    }

    /// Whether what is known of the schema shows everything that may have become of it.
    boolean schemaSure() {
        return schemaSure;
    }

    long schemas() {
        return schemas;
    }

    /// What is known of the schema, null for nothing yet.
    Known known() {
        return known;
    }

    Entry get(Key key) {
        return store.get(key);
    }

    /// A statement under way for the same question that shows whatever this process had written
    /// when it was asked for.
    Fill joinable(Key key) {
        return joinable.get(key);
    }

    /// Whether anything is here, or may come, that a write could make stale.
    boolean concerned() {
        lock.lock();
        try {
            return open && !(index.isEmpty() && underWay.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    long size() {
        return store.size();
    }

    long weight() {
        return store.weight();
    }

    /// The schema was read.
    void learned(Known now) {
        lock.lock();
        try {
            known = now;
            lookAtSchema();
        } finally {
            lock.unlock();
        }
    }

    private void lookAtSchema() {
        schemaSure = sure(taken());
    }

    private boolean sure(Snapshot taken) {
        return taken != null && doubtful != null && taken.showsAllOf(doubtful)
                && commits.schemaShown(taken);
    }

    /// Whether the schema has to be read again, and a reading that sees what that snapshot does
    /// will do.
    boolean schemaAwaits(Snapshot snapshot) {
        lock.lock();
        try {
            return open && !schemaSure && sure(snapshot);
        } finally {
            lock.unlock();
        }
    }

    /// Whatever was committed before `after` was taken and that it does not show may never be told.
    void opened(Snapshot after) {
        lock.lock();
        try {
            epoch++;
            doubtful = after;
            lookAtSchema();
            open = true;
        } finally {
            lock.unlock();
        }
    }

    /// Everything goes, and nothing enters until it is opened again.
    void close() {
        lock.lock();
        try {
            open = false;
            commits.clear();
            writes.clear();
            dropAll();
        } finally {
            lock.unlock();
        }
    }

    /// Everything goes; what is asked for from now on may enter.
    void clear() {
        lock.lock();
        try {
            dropAll();
        } finally {
            lock.unlock();
        }
    }

    private void dropAll() {
        epoch++;
        schemas++;
        meters.invalidated(index.size());
        index.clear();
        evicted.clear();
        store.clear();
        joinable.clear();
    }

    /// Begins a fill; null while closed, or where the schema may be another one than the question
    /// was judged by. [#end] must follow.
    Fill begin(Question question, long now) {
        lock.lock();
        try {
            if (!open || !schemaSure || question.known() != known) {
                return null;
            }
            var fill = new Fill(question, ++newest, epoch, schemas, now);
            underWay.add(fill.number);
            joinable.put(question.key(), fill);
            return fill;
        } finally {
            lock.unlock();
        }
    }

    /// Keeps the answer of a fill if nothing forbids it; else says why not.
    String admit(Fill fill, Entry answer) {
        lock.lock();
        try {
            String why = refusal(fill, answer);
            if (why == null) {
                sweep();
                index.add(answer);
                Entry before = store.put(answer.key, answer);
                if (before != null) {
                    index.remove(before);
                }
            }
            commits.shown(answer.snapshot, taken(), newest);
            return why;
        } finally {
            lock.unlock();
        }
    }

    /// Nobody joins the fill any more, and nothing waits for it.
    void end(Fill fill) {
        lock.lock();
        try {
            joinable.remove(fill.question.key(), fill);
            underWay.remove(fill.number);
            prune();
        } finally {
            lock.unlock();
        }
    }

    private String refusal(Fill fill, Entry answer) {
        if (!open || fill.epoch != epoch) {
            return "the cache was cleared meanwhile";
        }
        if (fill.number <= refusedUpTo) {
            return "more was written meanwhile than can be remembered";
        }
        if (answer.weight > answerWeightMax) {
            return "it is larger than the cache takes";
        }
        if (fill.question.known() != known) {
            return "the schema was read again meanwhile";
        }
        if (!showsDoubtful(answer.snapshot)) {
            return "a transaction is under way that may be older than the feed";
        }
        for (Wrote wrote : writes) {
            if (wrote.newest() >= fill.number && rules.mindsWhatCameBefore()
                    && wrote.touch().touches(answer.reach)) {
                return "something it comes from was written meanwhile";
            }
        }
        return commits.refuses(fill.number, answer, fill.question.known().lineage());
    }

    /// The fill began after that snapshot came back, so it shows all that that one showed.
    private boolean showsDoubtful(Snapshot snapshot) {
        for (long xid : doubtful.running()) {
            if (!snapshot.shows(xid)) {
                return false;
            }
        }
        return true;
    }

    /// A transaction, or a part of one, was told by the feed.
    void committed(long xid, Lsn position, Touch touch) {
        if (touch.none()) {
            return;
        }
        lock.lock();
        try {
            commits.add(xid, position, touch);
            if (touch.everything()) {
                schemas++;
                lookAtSchema();
            }
            sweep();
            for (Entry entry : index.touchedBy(touch)) {
                // What was made under another schema goes, whatever it shows.
                if (touch.everything()
                        || !rules.shows(entry.snapshot, entry.read, xid, position)) {
                    drop(entry);
                }
            }
            leaveAlone(touch);
        } finally {
            lock.unlock();
        }
    }

    /// This process has written, and the commit is over.
    void wrote(Touch touch) {
        if (touch.none()) {
            return;
        }
        lock.lock();
        try {
            if (!underWay.isEmpty()) {
                remember(new Wrote(newest, touch));
            }
            sweep();
            index.touchedBy(touch).forEach(this::drop);
            leaveAlone(touch);
        } finally {
            lock.unlock();
        }
    }

    private void remember(Wrote wrote) {
        if (writes.size() >= writesMax) {
            refusedUpTo = Math.max(refusedUpTo, writes.removeFirst().newest());
        }
        writes.addLast(wrote);
    }

    /// Fills that are under way may not show something: nobody joins them any more.
    void leaveFillsAlone() {
        joinable.clear();
    }

    private void leaveAlone(Touch touch) {
        joinable.values().removeIf(fill -> touch.touches(fill.reach()));
    }

    /// A snapshot came back from the database by other ways than a fill.
    void seen(Snapshot snapshot) {
        lock.lock();
        try {
            commits.shown(snapshot, taken(), newest);
            prune();
        } finally {
            lock.unlock();
        }
    }

    private Snapshot taken() {
        Known now = known;
        Lineage lineage = now == null ? null : now.lineage();
        return lineage == null ? null : lineage.taken();
    }

    private void prune() {
        long oldest = underWay.isEmpty() ? newest + 1 : underWay.first();
        commits.prune(oldest);
        while (!writes.isEmpty() && writes.getFirst().newest() < oldest) {
            writes.removeFirst();
        }
    }

    private void drop(Entry entry) {
        index.remove(entry);
        store.remove(entry.key, entry);
        meters.invalidated(1);
    }

    /// Takes out of the index what the store let go.
    private void sweep() {
        for (Entry gone = evicted.poll(); gone != null; gone = evicted.poll()) {
            index.remove(gone);
        }
    }
}
