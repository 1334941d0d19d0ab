package dev.loam.kernel.cache;

import dev.loam.base.position.Lsn;
import dev.loam.base.position.Snapshot;
import dev.loam.base.task.Deadline;
import dev.loam.base.task.Rounds;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.ports.changes.ChangeFeed;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.List;

/// Asks the database, on a thread of its own, what the feed does not tell: how far the log has
/// come, whether the roles are still the same, and, when the schema was read, what writes touch.
///
/// It sleeps while nobody asks the cache for anything.
final class Watch implements AutoCloseable {
    private static final Duration TIME_MAX = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int PAUSES_PER_PROBE = 10;
    /// Roles, who is a member of which, and what settings they and databases have belong to the
    /// whole server; no event of this database tells of them, nor of the end of the triggers that
    /// tell of other changes of the schema.
    private static final Sql PROBE = Sql.of("""
            select pg_current_wal_insert_lsn()::text, pg_current_snapshot()::text,
                (select count(*) || ':' || sum(hashtextextended(r::text, 0)) from pg_roles r)
                || ':' || (select count(*) || ':' || coalesce(
                    sum(hashtextextended(m::text, 0)), 0) from pg_auth_members m)
                || ':' || (select count(*) || ':' || coalesce(
                    sum(hashtextextended(s::text, 0)), 0) from pg_db_role_setting s),
                (select count(*) = 2 from pg_event_trigger
                    where evtname in ('loam_after_ddl', 'loam_after_drop')
                        and evtenabled in ('O', 'A'))
            """);
    private static final Session READING = new Session(
            null, List.of(), Session.Access.READ_ONLY, null, List.of());

    private final Database database;
    private final ChangeFeed feed;
    private final Lineages lineages;
    private final Contents contents;
    private final Freshness freshness;
    private final Gate gate;
    private final EffectsReader effects;
    private final Clock clock;
    private final Duration pause;
    private final Rounds rounds;
    private volatile boolean wanted;
    private volatile boolean asleep;
    private String roles;

    Watch(
            Database database, ChangeFeed feed, Lineages lineages, Contents contents,
            Freshness freshness, Gate gate, Clock clock, Duration pause) {
        this.database = database;
        this.feed = feed;
        this.lineages = lineages;
        this.contents = contents;
        this.freshness = freshness;
        this.gate = gate;
        this.effects = new EffectsReader(database, clock);
        this.clock = clock;
        this.pause = pause;
        this.rounds = new Rounds("cache-watch", Duration.ZERO, this::round);
    }

    void begin() {
        rounds.begin();
    }

    /// Somebody asks the cache. Costs next to nothing.
    void want() {
        if (!wanted) {
            wanted = true;
        }
        if (asleep) {
            rounds.ask();
        }
    }

    /// Has it look again now.
    void ask() {
        wanted = true;
        rounds.ask();
    }

    /// Has it take in a new lineage now, without a question how far the log has come.
    void learn() {
        rounds.ask();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /// One round; package-visible for tests that take it step by step.
    Rounds.Next round() {
        asleep = false;
        boolean asked = wanted;
        wanted = false;
        boolean well = learned();
        long begun = freshness.now();
        if (asked && gate.reading()) {
            well &= probe();
        }
        Duration next = longer(pause, freshness.now() - begun);
        if (!well) {
            wanted = true;
            return new Rounds.Next(false, PAUSE_AFTER_FAILURE);
        }
        if (asked || wanted) {
            return new Rounds.Next(true, next);
        }
        asleep = true;
        // Whoever came before it was said that this sleeps did not wake it.
        return new Rounds.Next(true, wanted ? next : null);
    }

    /// With very many roles the question takes long, and must not take all of the server.
    private static Duration longer(Duration pause, long tookNanos) {
        Duration bearable = Duration.ofNanos(tookNanos * PAUSES_PER_PROBE);
        return bearable.compareTo(pause) > 0 ? bearable : pause;
    }

    private boolean learned() {
        Lineage lineage = lineages.current();
        Known known = contents.known();
        if (lineage == null || known != null && known.lineage() == lineage) {
            return true;
        }
        Effects read = effects.read();
        if (read != null) {
            contents.learned(new Known(lineage, read));
        }
        return read != null;
    }

    private boolean probe() {
        long at = freshness.now();
        int generation = gate.generation();
        if (!(database.run(PROBE, READING, soon()) instanceof Rows rows) || rows.size() != 1) {
            return false;
        }
        if (!rows.text(0, 3).equals("t")) {
            gate.blind();
            return true;
        }
        Snapshot snapshot = Snapshot.parse(rows.text(0, 1));
        String now = rows.text(0, 2);
        if (roles != null && !roles.equals(now)) {
            contents.clear();
        }
        roles = now;
        gate.probed(generation, snapshot);
        contents.seen(snapshot);
        Lsn position = Lsn.parse(rows.text(0, 0));
        freshness.probed(at, position);
        if (!freshness.toldUpTo(position)) {
            feed.poke();
        }
        return true;
    }

    /// The end of the log now, null where it cannot be told.
    Lsn position() {
        Sql sql = Sql.of("select pg_current_wal_insert_lsn()::text");
        return database.run(sql, READING, soon()) instanceof Rows rows && rows.size() == 1
                ? Lsn.parse(rows.text(0, 0)) : null;
    }

    private Run soon() {
        return Run.until(Deadline.after(TIME_MAX, clock.nanos()));
    }
}
