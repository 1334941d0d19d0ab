package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.base.text.ContentTag;
import dev.loam.kernel.cache.Judge.Judgement;
import dev.loam.kernel.cache.Wrapping.Unwrapped;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.database.Consistency;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Outcome.Unavailable;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served;
import dev.loam.ports.database.Served.How;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.time.Clock;
import java.time.Duration;

/// Answers statements that only read: from what is kept, from a statement for the same that is
/// under way, or from the database.
final class Reads {
    /// How long a follower waits before it looks whether its own request is still there.
    private static final long SLICE_NANOS = 20_000_000;

    private final Database database;
    private final Contents contents;
    private final Freshness freshness;
    private final Watch watch;
    private final Lineages lineages;
    private final ChangeFeed feed;
    private final Clock clock;
    private final Rules rules;
    private final Meters meters;
    private final Trace trace;
    private final Judge judge;
    private final KeyMaker keys = new KeyMaker();
    private final long sessionBound;
    private final long waitNanos;

    Reads(
            Database database, Contents contents, Freshness freshness, Watch watch,
            Lineages lineages, ChangeFeed feed, Clock clock, Rules rules, Meters meters,
            Trace trace, CacheConfig config) {
        this.database = database;
        this.contents = contents;
        this.freshness = freshness;
        this.watch = watch;
        this.lineages = lineages;
        this.feed = feed;
        this.clock = clock;
        this.rules = rules;
        this.meters = meters;
        this.trace = trace;
        this.judge = new Judge(config);
        this.sessionBound = config.sessionBound().toNanos();
        this.waitNanos = config.writeWait().toNanos();
    }

    Outcome run(Sql sql, Session session, Run run) {
        Pass pass = judge.forbids(sql, session, run);
        if (pass != null) {
            return passed(database.run(sql, session, run), pass);
        }
        watch.want();
        Known known = contents.known();
        pass = forbidsNow(known);
        if (pass != null) {
            return passed(database.run(sql, session, run), pass);
        }
        Judgement judgement = judge.of(sql.footprint(), known);
        if (judgement.pass() != null) {
            return passed(database.run(sql, session, run), judgement.pass());
        }
        Key key = keys.key(sql, session, rules.caller(judgement.origins().caller()));
        return answered(sql, session, run, known, judgement, key);
    }

    /// Why the answer would be kept or not.
    String explain(Sql sql, Session session, Run run) {
        Pass pass = judge.forbids(sql, session, run);
        Known known = contents.known();
        pass = pass == null ? forbidsNow(known) : pass;
        pass = pass == null ? judge.of(sql.footprint(), known).pass() : pass;
        return pass == null
                ? "kept until one of these changes: " + String.join(", ",
                        judge.of(sql.footprint(), known).origins().tables().stream()
                                .map(Object::toString).sorted().toList())
                : "not kept: " + pass.text();
    }

    private Pass forbidsNow(Known known) {
        if (known == null || known.lineage() != lineages.current()) {
            watch.ask();
            return Pass.SCHEMA;
        }
        if (!contents.open()) {
            return Pass.CLOSED;
        }
        return contents.schemaSure() ? null : Pass.SCHEMA;
    }

    private Outcome answered(
            Sql sql, Session session, Run run, Known known, Judgement judgement, Key key) {
        // In this order: what the feed tells from here on may take the entry away.
        Lsn told = freshness.told();
        long caughtUpAt = freshness.caughtUpAt();
        boolean blocked = freshness.blocked();
        long now = freshness.now();
        Entry entry = contents.get(key);
        if (entry != null && !blocked) {
            long asOf = Math.max(entry.madeAt, caughtUpAt);
            if (suits(run.consistency(), told, now - asOf) && open(entry, told, session)) {
                meters.served(How.HIT);
                trace.add(entry);
                return entry.rows.withServed(new Served(
                        How.HIT, null, Duration.ofNanos(now - asOf), entry.tag, told));
            }
        }
        var question = new Question(sql, session, key,
                judge.reach(sql.footprint(), judgement.origins(), known), known);
        Fill other = contents.joinable(key);
        if (other != null && other.question.known() == known
                && run.consistency().atLeast() == null
                && suits(run.consistency(), told, now - other.beganAt)) {
            Outcome shared = followed(other, session, run);
            if (shared != null) {
                return shared;
            }
        }
        return filled(question, run, entry != null ? How.STALE : How.MISS);
    }

    private boolean suits(Consistency consistency, Lsn told, long age) {
        if (consistency.atLeast() != null && !told.atLeast(consistency.atLeast())) {
            return false;
        }
        return switch (consistency.level()) {
            case STRONG -> false;
            case SESSION -> age <= sessionBound;
            case BOUNDED -> age <= consistency.bound().toNanos();
            case EVENTUAL -> true;
        };
    }

    /// Whether an entry may be given to a session like this one. The schema may have changed
    /// between its reading and the statement, and so may what of the caller counts; until the feed
    /// has come past the statement only the very same session gets it.
    private boolean open(Entry entry, Lsn told, Session session) {
        return told.atLeast(entry.read) || entry.asker.equals(session);
    }

    /// The answer of a statement under way; null where there is none to share.
    private Outcome followed(Fill fill, Session session, Run run) {
        try {
            while (!fill.await(SLICE_NANOS)) {
                if (run.deadline().passed(clock.nanos())) {
                    return new Unavailable(
                            Outcome.Why.DEADLINE, "the deadline passed before it was sent");
                }
                if (run.abandoned().getAsBoolean()) {
                    return new Unavailable(Outcome.Why.ABANDONED, "the client left");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        Entry answer = fill.answer();
        // In this order: a change of the schema that the answer shows is known once it opens.
        if (answer == null || !opens(answer, session) || fill.schemas != contents.schemas()) {
            return null;
        }
        meters.served(How.SHARED);
        trace.add(answer);
        return answer.rows.withServed(new Served(How.SHARED, null,
                Duration.ofNanos(freshness.now() - answer.madeAt), answer.tag, null));
    }

    private boolean opens(Entry answer, Session session) {
        if (open(answer, freshness.told(), session)) {
            return true;
        }
        feed.poke();
        return freshness.await(answer.read, waitNanos);
    }

    /// Runs the statement and keeps its answer if it may be kept.
    private Outcome filled(Question question, Run run, How how) {
        Fill fill = contents.begin(question, freshness.now());
        if (fill == null) {
            return passed(
                    database.run(question.sql(), question.session(), run), Pass.CLOSED);
        }
        Entry answer = null;
        try {
            Outcome outcome = database.run(
                    Wrapping.wrapped(question.sql()), question.session(), run);
            if (!(outcome instanceof Rows rows)) {
                return passed(Wrapping.unwrapped(outcome), Pass.FAILED);
            }
            Unwrapped unwrapped = Wrapping.unwrapped(rows);
            if (unwrapped.snapshot() == null) {
                return passed(unwrapped.rows(), Pass.SHAPE);
            }
            answer = new Entry(question.key(), unwrapped.rows(), unwrapped.snapshot(),
                    unwrapped.read(), question.reach(), question.session(), fill.beganAt,
                    ContentTag.of(unwrapped.rows().values()));
            return admitted(fill, answer, how);
        } finally {
            contents.end(fill);
            fill.end(answer);
        }
    }

    private Outcome admitted(Fill fill, Entry answer, How how) {
        // What was told before the answer was let in it shows, as far as it matters to it.
        Lsn told = freshness.told();
        String why = contents.admit(fill, answer);
        if (why != null) {
            meters.served(How.PASS);
            meters.passed(Reason.REFUSED);
            return answer.rows.withServed(
                    new Served(How.PASS, why, Duration.ZERO, answer.tag, null));
        }
        meters.served(how);
        trace.add(answer);
        return answer.rows.withServed(new Served(how, null, Duration.ZERO, answer.tag, told));
    }

    /// An answer of the database that is not kept.
    Outcome passed(Outcome outcome, Pass pass) {
        meters.served(How.PASS);
        meters.passed(pass.reason());
        if (!(outcome instanceof Rows rows)) {
            return outcome;
        }
        Served served = rows.served();
        return rows.withServed(served == null
                ? new Served(How.PASS, pass.text(), Duration.ZERO, null, null)
                : new Served(How.PASS, pass.text(), served.age(), served.tag(),
                        served.position()));
    }
}
