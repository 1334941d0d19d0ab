package dev.loam.app.check;

import dev.loam.app.check.History.Row;
import dev.loam.base.task.Deadline;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Outcome;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Run;
import dev.loam.ports.database.Served.How;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Readers and writers at work on one database for some time, while the connection that reads its
/// log is cut now and then and the schema changes: was every answer as new as its consistency
/// promised?
///
/// Each row has a value that grows with each commit. A writer notes the value when its commit is
/// acknowledged; so an answer that was asked for later, and that must show that commit, must have
/// that value at least. What a statement reads of two tables that are always written together must
/// be equal. Some writers go past the cache, on connections of their own.
public final class ConsistencyCheck {
    private static final Duration TIME_MAX = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS_MAX = 20_000_000;
    private static final int CUT_EVERY = 300;
    private static final int CHANGE_EVERY = 200;
    private static final Sql CUT = Sql.of("""
            select pg_terminate_backend(active_pid) from pg_replication_slots
            where database = current_database() and active_pid is not null
            """);
    /// A change of the schema that changes no answer.
    private static final Sql CHANGE = Sql.of(
            "create or replace view loam_check.pv as select id, v from loam_check.p");
    private static final Sql RELEASE = Sql.of("""
            select count(pg_cancel_backend(pid)) from pg_stat_activity
            where wait_event = 'SyncRep' and datname = current_database()
                and state_change < clock_timestamp() - interval '20 ms'
            """);

    private final Database cached;
    private final Database plain;
    private final Duration sessionBound;
    private final boolean slowCommits;
    private final long seed;
    private final Map<How, LongAdder> served = CheckReader.counters();
    private final AtomicLong cuts = new AtomicLong();
    private volatile boolean over;

    /// `cached` is the cache to be tried, `plain` a way past it to the same database, as a
    /// superuser; `sessionBound` is the bound of the cache. With `slowCommits` the server waits for
    /// a standby that never answers (`synchronous_standby_names`) where a session asks for that
    /// (`synchronous_commit = on`), and is released after a while: commits are then told long
    /// before anybody sees them.
    public ConsistencyCheck(Database cached, Database plain, Duration sessionBound,
            boolean slowCommits, long seed) {
        this.cached = cached;
        this.plain = plain;
        this.sessionBound = sessionBound;
        this.slowCommits = slowCommits;
        this.seed = seed;
    }

    /// A script that makes the tables of the check, to be run before the cache is opened.
    public static String script() {
        return CheckTables.script();
    }

    /// Works for that time, or until something is wrong.
    public CheckReport run(Duration time) throws InterruptedException {
        var history = new History(sessionBound.toNanos());
        var random = new Random(seed);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            var reader = new CheckReader(cached, history, new Random(random.nextLong()), served);
            threads.add(started("check-reader", reader::once));
        }
        for (int i = 0; i < 2; i++) {
            threads.add(started("check-writer", writing(history, random)));
        }
        threads.add(started("check-stranger", passing(history, random, "local")));
        if (slowCommits) {
            threads.add(started("check-laggard", passing(history, random, "on")));
            threads.add(started("check-release", () -> plainly(RELEASE)));
        }
        threads.add(started("check-trouble", trouble(new Random(random.nextLong()))));
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0 && !over && !history.isViolated()) {
            LockSupport.parkNanos(PAUSE_NANOS_MAX);
        }
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return report(history);
    }

    /// Has it end soon, before its time; any thread.
    public void end() {
        over = true;
    }

    /// What a thread does again and again.
    private interface Act {
        void once() throws IOException;
    }

    private Thread started(String name, Act act) {
        return Thread.ofVirtual().name(name).start(() -> {
            while (!over) {
                try {
                    act.once();
                } catch (IOException e) {
                    throw new IllegalStateException("nothing here writes to anyone", e);
                }
                Thread.yield();
            }
        });
    }

    private Act writing(History history, Random random) {
        var own = new Random(random.nextLong());
        var writer = new CheckWriter(cached, true, slowCommits ? "local" : null, history, own);
        var reader = new CheckReader(cached, history, own, served);
        return () -> {
            Row row = writer.once();
            if (row != null) {
                reader.back(row.table(), row.id());
            }
            LockSupport.parkNanos(own.nextLong(PAUSE_NANOS_MAX));
        };
    }

    private Act passing(History history, Random random, String synchronousCommit) {
        var own = new Random(random.nextLong());
        var writer = new CheckWriter(plain, false, synchronousCommit, history, own);
        return () -> {
            writer.once();
            LockSupport.parkNanos(2 * own.nextLong(PAUSE_NANOS_MAX));
        };
    }

    private Act trouble(Random random) {
        return () -> {
            if (random.nextInt(CUT_EVERY) == 0) {
                plainly(CUT);
                cuts.incrementAndGet();
            }
            if (random.nextInt(CHANGE_EVERY) == 0) {
                plainly(CHANGE);
            }
            LockSupport.parkNanos(PAUSE_NANOS_MAX);
        };
    }

    private void plainly(Sql sql) {
        Outcome outcome = plain.run(sql, Session.LOGIN,
                Run.until(Deadline.after(TIME_MAX, System.nanoTime())));
        if (!(outcome instanceof Rows)) {
            throw new IllegalStateException(outcome.toString());
        }
        LockSupport.parkNanos(PAUSE_NANOS_MAX / 4);
    }

    private CheckReport report(History history) {
        var reads = new EnumMap<How, Long>(How.class);
        served.forEach((how, count) -> reads.put(how, count.sum()));
        return new CheckReport(seed, reads, history.writes(), cuts.get(), history.violations());
    }
}
