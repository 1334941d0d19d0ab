package dev.loam.kernel.cache;

import dev.loam.kernel.lineage.Lineages;
import dev.loam.ports.cache.CacheStores;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.changes.ChangeFeed.Delivery;
import dev.loam.ports.changes.ChangeFeed.Subscription;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import dev.loam.ports.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A database that keeps answers for as long as they are those that the database would give, and
/// answers the same question from what it kept.
///
/// **What is stale.** An answer has the snapshot of the very statement that made it. It is stale if
/// and only if some committed transaction touched what the answer comes from and that snapshot does
/// not show it. Positions in the log are not enough for that: a commit is in the log before other
/// sessions see it.
///
/// **What enters and stays.** [Contents] lets an answer in only if it shows every transaction that
/// the feed has told and that a statement under way may have missed, and takes out, at each
/// transaction told, what does not show it.
///
/// **What is given.** An answer whose age is within what the request bears: the time since it was
/// made, or since the feed was last known to have told everything ([Freshness]).
///
/// **What this process writes** goes out of the cache before the writer has its answer ([Writes]).
///
/// When the feed pauses or has a gap everything goes, and statements pass through.
public final class CachedDatabase implements Database {
    private final Meters meters = new Meters();
    private final Contents contents;
    private final Freshness freshness;
    private final Watch watch;
    private final Reads reads;
    private final Writes writes;
    private final WatchedDatabase watched;
    private final Trace trace;
    private final Subscription subscription;

    /// Opens a cache in front of `database`. `probes` is a way to the same database for the small
    /// questions of the cache itself; it should not be held up by what requests do.
    public static CachedDatabase open(
            Database database, Database probes, ChangeFeed feed, Lineages lineages, Clock clock,
            CacheStores stores, CacheConfig config) {
        return open(database, probes, feed, lineages, clock, stores, config, Rules.RIGHT);
    }

    static CachedDatabase open(
            Database database, Database probes, ChangeFeed feed, Lineages lineages, Clock clock,
            CacheStores stores, CacheConfig config, Rules rules) {
        var cached = new CachedDatabase(
                database, probes, feed, lineages, clock, stores, config, rules);
        cached.watch.begin();
        return cached;
    }

    CachedDatabase(
            Database database, Database probes, ChangeFeed feed, Lineages lineages, Clock clock,
            CacheStores stores, CacheConfig config, Rules rules) {
        this.contents = new Contents(config, stores, rules, meters);
        this.freshness = new Freshness(clock);
        this.trace = new Trace(config.traceMax());
        var gate = new Gate(contents, freshness, this::ask);
        this.watch = new Watch(probes, feed, lineages, contents, freshness, gate, clock,
                config.probeEvery());
        this.writes = new Writes(
                contents, freshness, watch, feed, rules, meters, config.writeWait());
        this.reads = new Reads(database, contents, freshness, watch, lineages, feed, clock, rules,
                meters, trace, config);
        this.watched = new WatchedDatabase(database, writes, reads::passed);
        this.subscription = feed.subscribe(gate, null, new Delivery.Inline());
    }

    private void ask() {
        watch.ask();
    }

    /// One round of what is done in the background, for tests that go step by step.
    void watchOnce() {
        watch.round();
    }

    /// The same as if somebody had asked for it.
    void watchNow() {
        watch.ask();
        watch.round();
    }

    @Override
    public Outcome run(Sql sql, Session session, Run run) {
        return session.access() == Access.READ_ONLY || sql.footprint().whole()
                ? reads.run(sql, session, run) : watched.run(sql, session, run);
    }

    @Override
    public Outcome decide(Sql sql, Session session, Run run, Verdict verdict) {
        return watched.decide(sql, session, run, verdict);
    }

    @Override
    public Outcome stream(Sql sql, Session session, Run run, int batchRows, Sink sink)
            throws IOException {
        return watched.stream(sql, session, run, batchRows, sink);
    }

    @Override
    public Outcome transact(Session session, Run run, Work work) throws IOException {
        return watched.transact(session, run, work);
    }

    /// Another way to the same database, from which nothing is kept but whose writes go out of the
    /// cache before they are answered. Closing it closes `other` alone.
    public Database watching(Database other) {
        return new WatchedDatabase(other, writes, reads::passed);
    }

    /// The schema was read: it is taken in now, and not only when the next statement asks for it.
    public void learn() {
        watch.learn();
    }

    /// Why the answer of a statement is kept or is not, in a sentence; nothing is run.
    public String explain(Sql sql, Session session, Run run) {
        return reads.explain(sql, session, run);
    }

    public CacheFigures figures() {
        long caughtUp = freshness.caughtUpAt();
        Duration behind =
                caughtUp < 0 ? null : Duration.ofNanos(freshness.now() - caughtUp);
        return meters.figures(contents.size(), contents.weight(), behind);
    }

    /// Takes out the accesses recorded so far, the oldest first; see [Simulator].
    public List<Simulator.Access> takeTrace() {
        return trace.take();
    }

    /// Ends the cache, not the database behind it.
    @Override
    public void close() {
        subscription.close();
        watch.close();
        contents.close();
    }
}
